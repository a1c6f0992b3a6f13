//! Who may do what: every root field of the schema against every kind of actor. A field that is missing here fails
//! the test, so that nothing is added without deciding who it is for.

// Long because it is one table: a row for every root field of the schema.

use crate::moderation;
use crate::reviews;
use crate::saved_searches;
use crate::support::TestApp;
use crate::support::actors::PASSWORD;
use crate::support::authenticator::Authenticator;
use crate::support::orders::Placed;
use api::accounts::tokens::Purpose;
use api::graphql::Visitor;
use futures::StreamExt as _;
use serde_json::{Value, json};
use shared::id::{ShopId, VariantId};
use shared::payments::PaymentMethod;
use std::collections::BTreeSet;

/// G a guest, X somebody signed in who has nothing to do with it, B the buyer, S staff of the shop concerned,
/// O staff of another shop, A somebody who runs the installation.
const ALL: &str = "GXBSOA";

/// (field, what of it, who may)
const MATRIX: &[(&str, &str, &str)] = &[
    ("site", "", ALL),
    ("node", "product", ALL),
    ("node", "order", "BSA"),
    ("nodes", "product", ALL),
    ("nodes", "order", "BSA"),
    ("me", "", "XBSOA"),
    ("product", "for sale", ALL),
    ("product", "draft", "SA"),
    ("products", "", ALL),
    ("productsBySlugs", "for sale", ALL),
    ("productsBySlugs", "draft", "SA"),
    ("category", "", ALL),
    ("categories", "", ALL),
    ("searchSuggestions", "", ALL),
    ("searchExplanation", "", "A"),
    ("shop", "", ALL),
    ("shop", "its orders", "S"),
    ("shop", "its drafts", "SA"),
    ("shop", "its standing at a moment", ALL),
    ("shops", "", ALL),
    ("helpTopics", "", ALL),
    ("helpTopic", "", ALL),
    ("consents", "", ALL),
    ("currencies", "", ALL),
    ("shopPolicies", "", ALL),
    ("transparencyLog", "", ALL),
    ("transparencyHead", "", ALL),
    ("order", "", "BSA"),
    ("cart", "of the buyer", "B"),
    ("wishlist", "of the buyer", "B"),
    ("sharedWishlist", "of the buyer", ALL),
    ("accountRegister", "", ALL),
    ("sessionCreate", "", ALL),
    ("sessionDelete", "", "XBSOA"),
    ("accountUpdate", "", "XBSOA"),
    ("emailVerificationRequest", "", "XBSOA"),
    ("emailVerificationComplete", "", ALL),
    ("passwordResetRequest", "", ALL),
    ("passwordResetComplete", "", ALL),
    ("passwordUpdate", "", "XBSOA"),
    ("emailChangeRequest", "", "XBSOA"),
    ("emailChangeComplete", "of the buyer", "B"),
    ("emailChangeUndo", "", ALL),
    ("accountExportCreate", "", "XBSOA"),
    ("accountDelete", "", "XBSOA"),
    ("consentsUpdate", "", ALL),
    ("passkeyRegistrationBegin", "", "XBSOA"),
    ("passkeyRegistrationFinish", "begun by the buyer", "B"),
    ("passkeySignUpBegin", "", ALL),
    ("passkeySignUpFinish", "", ALL),
    ("passkeySignInBegin", "", ALL),
    ("passkeySignInFinish", "", ALL),
    ("passkeyRename", "of the buyer", "B"),
    ("passkeyDelete", "of the buyer", "B"),
    ("cartLinesAdd", "to the buyer's", "B"),
    ("cartLinesUpdate", "", "B"),
    ("cartLinesRemove", "", "B"),
    ("cartDeliveryUpdate", "", "B"),
    ("cartWarningsAcknowledge", "", "B"),
    ("cartBuyerUpdate", "of the buyer's", "B"),
    ("wishlistItemAdd", "to the buyer's", "B"),
    ("wishlistItemRemove", "", "B"),
    ("wishlistShare", "", "B"),
    ("addressSave", "new", "XBSOA"),
    ("addressSave", "of the buyer", "B"),
    ("addressDelete", "", "B"),
    ("addressMakeDefault", "", "B"),
    ("orderPlace", "from the buyer's cart", "B"),
    ("orderBuyAgain", "", "BA"),
    ("orderCancel", "", "BA"),
    ("paymentConfirm", "", "SA"),
    ("shipmentCreate", "", "S"),
    ("productCreate", "", "S"),
    ("productUpdate", "", "S"),
    ("productImagesAdd", "", "S"),
    ("productImagesReorder", "", "S"),
    ("productImagesRemove", "", "S"),
    ("shopPoliciesUpdate", "", "S"),
    ("reviewCreate", "of what the buyer bought", "B"),
    ("shopReviewCreate", "of what the buyer bought", "B"),
    ("reviewUpdate", "by the buyer", "B"),
    ("reviewDelete", "by the buyer", "B"),
    ("reviewVote", "by the buyer", "XOA"),
    ("reviewAnswer", "", "S"),
    ("reviewHide", "", "A"),
    ("reviewRestore", "", "A"),
    ("node", "hidden review of the buyer", "BA"),
    ("moderationCases", "", "A"),
    ("moderationCase", "", "A"),
    ("moderationCaseDecide", "", "A"),
    ("node", "case", "A"),
    ("reviewFlag", "by the buyer", "XSOA"),
    ("reviewAppeal", "by the buyer", "B"),
    ("recommendations", "", ALL),
    ("taste", "", ALL),
    ("signalsRecord", "", ALL),
    ("recommendationDismiss", "by those who allow personalisation", "XBSOA"),
    ("recommendationRestore", "", ALL),
    ("tasteForget", "", ALL),
    ("savedSearchCreate", "", "XBSOA"),
    ("savedSearchUpdate", "of the buyer", "B"),
    ("savedSearchSeen", "of the buyer", "B"),
    ("savedSearchDelete", "of the buyer", "B"),
    ("node", "saved search of the buyer", "B"),
    ("orderEvents", "", "BSA"),
];

struct Scene {
    test: TestApp,
    shop: ShopId,
    variant: VariantId,
    product: String,
    draft: String,
    delivery: String,
    actors: Vec<(char, Visitor)>,
}

impl Scene {
    async fn new() -> Self {
        let test = TestApp::new().await;
        let (shop, other) = (test.shop("otter").await, test.shop("heron").await);
        test.category("wood", None).await;
        let (product, variant) = test.product(shop, "walnut-bowl", 4_200, 100_000).await;
        let actors = vec![
            ('G', test.guest()),
            ('X', test.register("stranger").await),
            ('B', test.register("buyer").await),
            ('S', test.seller("seller", &[shop]).await),
            ('O', test.seller("other", &[other]).await),
            ('A', test.admin("admin").await),
        ];
        let mut scene = Self {
            product: product.to_string(),
            test,
            shop,
            variant,
            draft: String::new(),
            delivery: String::new(),
            actors,
        };
        let created = scene.test.data(scene.actor('S'), CREATE, scene.new_product("DRAFT")).await;
        scene.draft = text(&created["productCreate"]["product"]["id"]);
        let options = "{ shop(slug: \"otter\") { deliveryOptions { id } } }";
        let found = scene.test.data(scene.actor('G'), options, json!({})).await;
        scene.delivery = text(&found["shop"]["deliveryOptions"][0]["id"]);
        scene
    }

    fn actor(&self, letter: char) -> &Visitor {
        self.actors.iter().find(|(name, _)| *name == letter).map(|(_, visitor)| visitor).expect("an actor")
    }

    fn new_product(&self, status: &str) -> Value {
        json!({"input": {"shopId": self.shop.to_string(), "title": [{"language": "EN", "text": "Ash spoon"}],
            "variants": [{"price": "9.00", "stock": 3}], "status": status}})
    }

    /// A cart of the buyer with one line: cart and line.
    async fn cart(&self) -> (String, String) {
        let add = "mutation($lines: [CartLineInput!]!) { cartLinesAdd(input: {lines: $lines}) {
            cart { id lines { id } } userErrors { code } } }";
        let lines = json!({"lines": [{"variantId": self.variant.to_string(), "quantity": 1}]});
        let cart = &self.test.data(self.actor('B'), add, lines).await["cartLinesAdd"]["cart"];
        (text(&cart["id"]), text(&cart["lines"][0]["id"]))
    }

    /// An order of the buyer: order and part.
    async fn order(&self, method: PaymentMethod) -> (String, String) {
        let placed = self.test.order_by(self.actor('B'), &[(self.variant, 1)], method).await;
        (placed.id(), placed.part(0))
    }

    /// A token that was mailed to somebody who only reads mail.
    async fn token(&self, purpose: Purpose) -> String {
        let name = format!("reader-{}", self.test.app.ids.below(u64::MAX));
        self.test.register(&name).await;
        let email = format!("{name}@example.com");
        match purpose {
            Purpose::VerifyEmail => self.test.token_to(&email, "/verify-email").await,
            Purpose::ResetPassword => {
                let wish = "mutation($email: String!) { passwordResetRequest(input: {email: $email}) { requested } }";
                self.test.data(&self.test.guest(), wish, json!({"email": email})).await;
                self.test.token_to(&email, "/reset-password").await
            }
            other => panic!("no mail of a reader carries a token to {other}"),
        }
    }

    /// Has somebody ask for another address, and returns the token that was mailed there. Their wishes are not counted
    /// together.
    async fn email_change(&self, visitor: &Visitor) -> String {
        self.test.app.clock.advance_ms(15 * 60_000);
        let new = format!("moved-{}@example.com", self.test.app.ids.below(u64::MAX));
        let input = json!({"newEmail": new, "password": PASSWORD});
        self.test.data(visitor, EMAIL_CHANGE, json!({"input": input})).await;
        self.test.token_to(&new, "/account/confirm-email").await
    }

    /// The operation of a row about an account as a whole.
    async fn privacy_operation(&self, field: &str) -> (&'static str, Value) {
        match field {
            "consents" => ("{ consents { purpose } }", json!({})),
            "consentsUpdate" => (
                "mutation { consentsUpdate(input: {wordingVersion: 2, choices: [{purpose: PERSONALISATION, granted: true}]}) {
                    consents { granted } userErrors { code } } }",
                json!({}),
            ),
            "emailChangeRequest" => {
                let new = format!("wish-{}@example.com", self.test.app.ids.below(u64::MAX));
                (EMAIL_CHANGE, json!({"input": {"newEmail": new, "password": PASSWORD}}))
            }
            "emailChangeComplete" => {
                (EMAIL_CHANGED, json!({"token": self.email_change(self.actor('B')).await}))
            }
            // Whoever reads mail to the old address may, signed in or not.
            "emailChangeUndo" => {
                let name = format!("mover-{}", self.test.app.ids.below(u64::MAX));
                let mover = self.test.register(&name).await;
                let token = self.email_change(&mover).await;
                self.test.data(&mover, EMAIL_CHANGED, json!({"token": token})).await;
                let token = self.test.token_to(&format!("{name}@example.com"), "/account/undo-email").await;
                let undo = "mutation($token: String!) { emailChangeUndo(input: {token: $token}) { undone userErrors { code } } }";
                (undo, json!({"token": token}))
            }
            "accountExportCreate" => (
                "mutation($password: String!) { accountExportCreate(input: {password: $password}) { path userErrors { code } } }",
                json!({"password": PASSWORD}),
            ),
            _ => (
                "mutation($password: String!) { accountDelete(input: {password: $password}) { deleted userErrors { code } } }",
                json!({"password": PASSWORD}),
            ),
        }
    }

    /// The operation of a row about suggestions and what is known for them.
    async fn taste_operation(&self, field: &str) -> (&'static str, Value) {
        let product = json!({"id": self.product});
        match field {
            "recommendations" => ("{ recommendations(kind: TRENDING) { product { id } } }", json!({})),
            "taste" => ("{ taste { personalisation hidden { reason } } }", json!({})),
            "signalsRecord" => (
                "mutation($id: ID!) { signalsRecord(input: {signals: [{kind: VIEW, productId: $id}]}) { recorded userErrors { code } } }",
                product,
            ),
            "recommendationDismiss" => {
                for (_, visitor) in self.actors.iter().filter(|(letter, _)| *letter != 'G') {
                    crate::consents::say_all(&self.test, visitor, true).await;
                }
                let query = "mutation($id: ID!) { recommendationDismiss(input: {productId: $id, reason: OWNED}) {
                    taste { personalisation } userErrors { code } } }";
                (query, product)
            }
            "recommendationRestore" => (
                "mutation($id: ID!) { recommendationRestore(input: {productId: $id}) { taste { personalisation } userErrors { code } } }",
                product,
            ),
            _ => ("mutation { tasteForget(input: {}) { taste { personalisation } userErrors { code } } }", json!({})),
        }
    }

    /// The operation of a row of the matrix.
    async fn operation(&self, field: &str, what: &str) -> (&'static str, Value) {
        let unique = format!("key-{}", self.test.app.ids.below(u64::MAX));
        let order = || self.order(PaymentMethod::CashOnDelivery);
        match (field, what) {
            ("site", _) => ("{ site { name } }", json!({})),
            (field, _) if field.starts_with("review") || field == "shopReviewCreate" => {
                self.review_operation(field).await
            }
            ("node", "hidden review of the buyer") => {
                ("query($id: ID!) { node(id: $id) { id } }", json!({"id": self.hidden_review().await}))
            }
            ("node", "saved search of the buyer") => {
                ("query($id: ID!) { node(id: $id) { id } }", json!({"id": self.saved_search().await}))
            }
            (field, _) if field.starts_with("savedSearch") => self.saved_search_operation(field).await,
            ("node", "case") => ("query($id: ID!) { node(id: $id) { id } }", json!({"id": self.case().await.0})),
            ("moderationCases", _) => ("{ moderationCases { nodes { id } } }", json!({})),
            ("moderationCase", _) => {
                ("query($id: ID!) { moderationCase(id: $id) { id } }", json!({"id": self.case().await.0}))
            }
            ("moderationCaseDecide", _) => {
                let (id, version) = self.case().await;
                let query =
                    "mutation($id: ID!, $version: Int!) { moderationCaseDecide(input: {caseId: $id, version: $version,
                    decision: UPHOLD, reason: \"x\"}) { case { id } userErrors { code } } }";
                (query, json!({"id": id, "version": version}))
            }
            ("node", "product") => ("query($id: ID!) { node(id: $id) { id } }", json!({"id": self.product})),
            ("node", _) => ("query($id: ID!) { node(id: $id) { id } }", json!({"id": order().await.0})),
            ("nodes", "product") => ("query($id: ID!) { nodes(ids: [$id]) { id } }", json!({"id": self.product})),
            ("nodes", _) => ("query($id: ID!) { nodes(ids: [$id]) { id } }", json!({"id": order().await.0})),
            ("me", _) => ("{ me { email } }", json!({})),
            ("product", "draft") => (PRODUCT, json!({"id": self.draft})),
            ("product", _) => (PRODUCT, json!({"id": self.product})),
            ("products", _) => ("{ products { nodes { id } } }", json!({})),
            ("productsBySlugs", what) => {
                let slug = if what == "draft" { "ash-spoon" } else { "walnut-bowl" };
                ("query($slug: String!) { productsBySlugs(slugs: [$slug]) { id } }", json!({"slug": slug}))
            }
            ("category", _) => ("{ category(slug: \"wood\") { id } }", json!({})),
            ("categories", _) => ("{ categories { id } }", json!({})),
            ("searchExplanation", _) => {
                api::search::catch_up(&self.test.app).await.expect("the index follows");
                let query = "query($id: ID!) { searchExplanation(productId: $id, search: \"bowl\") { score } }";
                (query, json!({"id": self.product}))
            }
            ("searchSuggestions", _) => ("{ searchSuggestions(text: \"bowl\") { phrases } }", json!({})),
            ("shop", "its orders") => ("{ shop(slug: \"otter\") { orders { nodes { id } } } }", json!({})),
            ("shop", "its drafts") => {
                ("{ shop(slug: \"otter\") { products(statuses: [DRAFT]) { nodes { id } } } }", json!({}))
            }
            ("shop", "its standing at a moment") => {
                let at = self.test.app.clock.now().to_string();
                ("query($at: DateTime) { shop(slug: \"otter\") { standing(at: $at) { level } } }", json!({"at": at}))
            }
            ("shop", _) => ("{ shop(slug: \"otter\") { id } }", json!({})),
            ("helpTopics", _) => ("{ helpTopics { slug } }", json!({})),
            ("helpTopic", _) => ("{ helpTopic(slug: \"returns\") { title } }", json!({})),
            ("shopPolicies", _) => ("{ shopPolicies(search: \"straw\") { kind } }", json!({})),
            ("shopPoliciesUpdate", _) => (
                "mutation($input: ShopPoliciesUpdateInput!) { shopPoliciesUpdate(input: $input) { policies { returnDays } userErrors { code } } }",
                json!({"input": {"shopId": self.shop.to_string(), "warrantyMonths": 12}}),
            ),
            ("shops", _) => ("{ shops { nodes { id } } }", json!({})),
            ("order", _) => ("query($id: ID!) { order(id: $id) { number } }", json!({"id": order().await.0})),
            ("cart", _) => ("query($id: ID!) { cart(id: $id) { id } }", json!({"id": self.cart().await.0})),
            ("wishlist" | "sharedWishlist" | "wishlistItemAdd" | "wishlistItemRemove" | "wishlistShare", _) => {
                self.wishlist_operation(field).await
            }
            ("addressSave", "new") => (ADDRESS_SAVE, json!({"input": {"address": self.address(&unique)}})),
            ("addressSave", _) => {
                let id = self.saved_address().await;
                (ADDRESS_SAVE, json!({"input": {"id": id, "address": self.address(&unique)}}))
            }
            ("addressDelete", _) => (
                "mutation($input: AddressDeleteInput!) { addressDelete(input: $input) { deleted userErrors { code } } }",
                json!({"input": {"id": self.saved_address().await}}),
            ),
            ("addressMakeDefault", _) => (
                "mutation($input: AddressMakeDefaultInput!) { addressMakeDefault(input: $input) { savedAddress { id } userErrors { code } } }",
                json!({"input": {"id": self.saved_address().await}}),
            ),
            ("orderBuyAgain", _) => (
                "mutation($input: OrderBuyAgainInput!) { orderBuyAgain(input: $input) { cart { id } userErrors { code } } }",
                json!({"input": {"orderId": order().await.0}}),
            ),
            ("accountRegister", _) => (
                "mutation($input: AccountRegisterInput!) { accountRegister(input: $input) { account { id } userErrors { code } } }",
                json!({"input": {"email": format!("{unique}@example.com"), "password": "a long enough secret", "displayName": "New"}}),
            ),
            ("sessionCreate", _) => (
                "mutation($input: SessionCreateInput!) { sessionCreate(input: $input) { account { id } userErrors { code } } }",
                json!({"input": {"email": "stranger@example.com", "password": PASSWORD}}),
            ),
            ("sessionDelete", _) => {
                ("mutation { sessionDelete(input: {}) { deleted userErrors { code } } }", json!({}))
            }
            ("accountUpdate", _) => {
                ("mutation { accountUpdate(input: {}) { account { id } userErrors { code } } }", json!({}))
            }
            // Each actor's own, once in five minutes.
            ("emailVerificationRequest", _) => {
                self.test.app.clock.advance_ms(5 * 60_000);
                ("mutation { emailVerificationRequest(input: {}) { requested userErrors { code } } }", json!({}))
            }
            // Whoever has the token may, wherever they read their mail.
            ("emailVerificationComplete", _) => (
                "mutation($token: String!) { emailVerificationComplete(input: {token: $token}) { verified userErrors { code } } }",
                json!({"token": self.token(Purpose::VerifyEmail).await}),
            ),
            ("passwordResetRequest", _) => (
                "mutation { passwordResetRequest(input: {email: \"stranger@example.com\"}) { requested userErrors { code } } }",
                json!({}),
            ),
            ("passwordResetComplete", _) => (
                "mutation($input: PasswordResetCompleteInput!) { passwordResetComplete(input: $input) { changed userErrors { code } } }",
                json!({"input": {"token": self.token(Purpose::ResetPassword).await, "password": PASSWORD}}),
            ),
            ("passwordUpdate", _) => (
                "mutation($input: PasswordUpdateInput!) { passwordUpdate(input: $input) { changed userErrors { code } } }",
                json!({"input": {"currentPassword": PASSWORD, "newPassword": PASSWORD}}),
            ),
            (
                "consents"
                | "consentsUpdate"
                | "emailChangeRequest"
                | "emailChangeComplete"
                | "emailChangeUndo"
                | "accountExportCreate"
                | "accountDelete",
                _,
            ) => self.privacy_operation(field).await,
            (
                "recommendations"
                | "taste"
                | "signalsRecord"
                | "recommendationDismiss"
                | "recommendationRestore"
                | "tasteForget",
                _,
            ) => self.taste_operation(field).await,
            (passkey, _) if passkey.starts_with("passkey") => self.passkey_operation(passkey, &unique).await,
            ("cartLinesAdd", _) => (
                "mutation($input: CartLinesAddInput!) { cartLinesAdd(input: $input) { cart { id } userErrors { code } } }",
                json!({"input": {"cartId": self.cart().await.0, "lines": [{"variantId": self.variant.to_string(), "quantity": 1}]}}),
            ),
            ("cartLinesUpdate", _) => {
                let (cart, line) = self.cart().await;
                (
                    "mutation($input: CartLinesUpdateInput!) { cartLinesUpdate(input: $input) { cart { id } userErrors { code } } }",
                    json!({"input": {"cartId": cart, "lines": [{"id": line, "quantity": 2}]}}),
                )
            }
            ("cartLinesRemove", _) => {
                let (cart, line) = self.cart().await;
                (
                    "mutation($input: CartLinesRemoveInput!) { cartLinesRemove(input: $input) { cart { id } userErrors { code } } }",
                    json!({"input": {"cartId": cart, "lineIds": [line]}}),
                )
            }
            ("cartDeliveryUpdate", _) => (
                "mutation($input: CartDeliveryUpdateInput!) { cartDeliveryUpdate(input: $input) { cart { id } userErrors { code } } }",
                json!({"input": {"cartId": self.cart().await.0, "deliveryOptionIds": [self.delivery]}}),
            ),
            ("cartWarningsAcknowledge", _) => (
                "mutation($input: CartWarningsAcknowledgeInput!) { cartWarningsAcknowledge(input: $input) { cart { id } userErrors { code } } }",
                json!({"input": {"cartId": self.cart().await.0}}),
            ),
            ("transparencyLog", _) => ("{ transparencyLog { nodes { hash } } }", json!({})),
            ("transparencyHead", _) => ("{ transparencyHead { hash } }", json!({})),
            ("currencies", _) => ("{ currencies { code } }", json!({})),
            ("cartBuyerUpdate", _) => (
                "mutation($input: CartBuyerUpdateInput!) { cartBuyerUpdate(input: $input) { buyer { email } userErrors { code } } }",
                json!({"input": {"cartId": self.cart().await.0, "email": "ada@"}}),
            ),
            ("orderPlace", _) => (
                "mutation($input: OrderPlaceInput!) { orderPlace(input: $input) { order { id } userErrors { code } } }",
                json!({"input": {"cartId": self.cart().await.0, "email": "ada@example.com", "paymentMethod": "CASH_ON_DELIVERY",
                    "idempotencyKey": unique, "shippingAddress": {"name": "Ada", "line1": "3 Kirkgate", "city": "Leeds",
                    "postalCode": "LS2 7DR", "countryCode": "GB"}}}),
            ),
            ("orderCancel", _) => (
                "mutation($input: OrderCancelInput!) { orderCancel(input: $input) { order { id } userErrors { code } } }",
                json!({"input": {"orderId": order().await.0, "idempotencyKey": unique}}),
            ),
            ("paymentConfirm", _) => (
                "mutation($input: PaymentConfirmInput!) { paymentConfirm(input: $input) { order { id } userErrors { code } } }",
                json!({"input": {"orderId": self.order(PaymentMethod::BankTransfer).await.0, "idempotencyKey": unique}}),
            ),
            ("shipmentCreate", _) => (
                "mutation($input: ShipmentCreateInput!) { shipmentCreate(input: $input) { shipment { id } userErrors { code } } }",
                json!({"input": {"orderPartId": order().await.1, "carrier": "demo-courier", "idempotencyKey": unique,
                    "trackingNumber": format!("DC{}", self.test.app.ids.below(1_000_000_000_000))}}),
            ),
            ("productCreate", _) => (CREATE, self.new_product("ACTIVE")),
            ("productUpdate", _) => (
                "mutation($input: ProductUpdateInput!) { productUpdate(input: $input) { product { id } userErrors { code } } }",
                json!({"input": {"id": self.product, "category": "wood"}}),
            ),
            ("productImagesAdd" | "productImagesReorder" | "productImagesRemove", _) => {
                self.images_operation(field).await
            }
            ("orderEvents", _) => {
                ("subscription($id: ID!) { orderEvents(orderId: $id) { cursor } }", json!({"id": order().await.0}))
            }
            (field, _) => panic!("{field} stands in the matrix and has no operation"),
        }
    }

    /// The operation of a row about the product's pictures, which stay as they are.
    async fn images_operation(&self, field: &str) -> (&'static str, Value) {
        match field {
            "productImagesAdd" => (
                "mutation($input: ProductImagesAddInput!) { productImagesAdd(input: $input) { product { id } userErrors { code } } }",
                json!({"input": {"productId": self.product, "images": []}}),
            ),
            "productImagesReorder" => {
                let query = "query($id: ID!) { product(id: $id) { images { id } } }";
                let shown = self.test.data(self.actor('G'), query, json!({"id": self.product})).await;
                let ids: Vec<&Value> =
                    shown["product"]["images"].as_array().expect("pictures").iter().map(|image| &image["id"]).collect();
                (
                    "mutation($input: ProductImagesReorderInput!) { productImagesReorder(input: $input) { product { id } userErrors { code } } }",
                    json!({"input": {"productId": self.product, "imageIds": ids}}),
                )
            }
            _ => (
                "mutation($input: ProductImagesRemoveInput!) { productImagesRemove(input: $input) { product { id } userErrors { code } } }",
                json!({"input": {"productId": self.product, "imageIds": []}}),
            ),
        }
    }

    /// The operation of a row about the buyer's wishlist.
    async fn wishlist_operation(&self, field: &str) -> (&'static str, Value) {
        let share = "mutation($id: ID!) { wishlistItemAdd(input: {productId: $id}) { wishlist { id } }
            wishlistShare(input: {shared: true}) { wishlist { shareToken } } }";
        let shared = self.test.data(self.actor('B'), share, json!({"id": self.product})).await;
        let id = text(&shared["wishlistItemAdd"]["wishlist"]["id"]);
        let item = json!({"input": {"wishlistId": id, "productId": self.product}});
        match field {
            "wishlist" => ("query($id: ID!) { wishlist(id: $id) { id } }", json!({"id": id})),
            "sharedWishlist" => (
                "query($token: String!) { sharedWishlist(token: $token) { products { id } } }",
                json!({"token": shared["wishlistShare"]["wishlist"]["shareToken"]}),
            ),
            "wishlistItemAdd" => (
                "mutation($input: WishlistItemAddInput!) { wishlistItemAdd(input: $input) { wishlist { id } userErrors { code } } }",
                item,
            ),
            "wishlistItemRemove" => (
                "mutation($input: WishlistItemRemoveInput!) { wishlistItemRemove(input: $input) { wishlist { id } userErrors { code } } }",
                item,
            ),
            _ => (
                "mutation($input: WishlistShareInput!) { wishlistShare(input: $input) { wishlist { id } userErrors { code } } }",
                json!({"input": {"wishlistId": id, "shared": true}}),
            ),
        }
    }

    /// A search that the buyer keeps.
    async fn saved_search(&self) -> String {
        let payload = saved_searches::create(&self.test, self.actor('B'), json!({"search": "bowl"})).await;
        text(&payload["savedSearch"]["id"])
    }

    /// The operation of a row about saved searches. The buyer's is there again when it was deleted.
    async fn saved_search_operation(&self, field: &str) -> (&'static str, Value) {
        match field {
            "savedSearchCreate" => (
                "mutation { savedSearchCreate(input: {search: \"walnut\"}) { savedSearch { id } userErrors { code } } }",
                json!({}),
            ),
            "savedSearchUpdate" => (
                "mutation($id: ID!) { savedSearchUpdate(input: {id: $id, letters: true}) { savedSearch { id } userErrors { code } } }",
                json!({"id": self.saved_search().await}),
            ),
            "savedSearchSeen" => (
                "mutation($id: ID!) { savedSearchSeen(input: {id: $id}) { savedSearch { id } userErrors { code } } }",
                json!({"id": self.saved_search().await}),
            ),
            _ => (
                "mutation($id: ID!) { savedSearchDelete(input: {id: $id}) { deleted userErrors { code } } }",
                json!({"id": self.saved_search().await}),
            ),
        }
    }

    /// A line and a part of an order of the buyer's that has arrived.
    async fn arrived(&self) -> Placed {
        let placed = self.test.order(self.actor('B'), &[(self.variant, 1)]).await;
        reviews::deliver(&self.test, self.actor('S'), &placed).await;
        placed
    }

    /// A review by the buyer that a moderator hides.
    async fn hidden_review(&self) -> String {
        let id = reviews::id(&reviews::review(&self.test, self.actor('B'), &self.arrived().await, 4).await);
        let hide = json!({"id": id, "reason": "x"});
        reviews::change(&self.test, self.actor('A'), "reviewHide", hide).await;
        id
    }

    /// A case of a review by the buyer that somebody has flagged, with its version.
    async fn case(&self) -> (String, Value) {
        let made = reviews::review(&self.test, self.actor('B'), &self.arrived().await, 4).await;
        moderation::flag(&self.test, self.actor('S'), &reviews::id(&made), "FAKE").await;
        let case = moderation::case_of(&self.test, self.actor('A'), &reviews::id(&made)).await;
        (text(&case["id"]), case["version"].clone())
    }

    /// The operation of a row about reviews, each of one of its own.
    async fn review_operation(&self, field: &str) -> (&'static str, Value) {
        match field {
            "reviewCreate" => (
                "mutation($input: ReviewCreateInput!) { reviewCreate(input: $input) { review { id } userErrors { code } } }",
                json!({"input": {"orderLineId": self.arrived().await.line(0), "stars": 4, "body": "Good."}}),
            ),
            "shopReviewCreate" => (
                "mutation($input: ShopReviewCreateInput!) { shopReviewCreate(input: $input) { review { id } userErrors { code } } }",
                json!({"input": {"orderPartId": self.arrived().await.part(0), "stars": 4, "body": "Good."}}),
            ),
            "reviewAppeal" => (
                "mutation($id: ID!) { reviewAppeal(input: {reviewId: $id, text: \"It is true.\"}) { review { id } userErrors { code } } }",
                json!({"id": self.hidden_review().await}),
            ),
            "reviewRestore" => (
                "mutation($id: ID!) { reviewRestore(input: {id: $id}) { review { id } userErrors { code } } }",
                json!({"id": self.hidden_review().await}),
            ),
            field => {
                let made = reviews::review(&self.test, self.actor('B'), &self.arrived().await, 4).await;
                let query = match field {
                    "reviewUpdate" => {
                        "mutation($id: ID!) { reviewUpdate(input: {id: $id, stars: 1}) { review { id } userErrors { code } } }"
                    }
                    "reviewDelete" => {
                        "mutation($id: ID!) { reviewDelete(input: {id: $id}) { deleted userErrors { code } } }"
                    }
                    "reviewVote" => {
                        "mutation($id: ID!) { reviewVote(input: {id: $id, vote: UP}) { review { id } userErrors { code } } }"
                    }
                    "reviewFlag" => {
                        "mutation($id: ID!) { reviewFlag(input: {reviewId: $id, category: SPAM}) { userErrors { code } } }"
                    }
                    "reviewAnswer" => {
                        "mutation($id: ID!) { reviewAnswer(input: {id: $id, body: \"Thank you.\"}) { review { id } userErrors { code } } }"
                    }
                    _ => {
                        "mutation($id: ID!) { reviewHide(input: {id: $id, reason: \"x\"}) { review { id } userErrors { code } } }"
                    }
                };
                (query, json!({"id": reviews::id(&made)}))
            }
        }
    }

    /// The operation of a row about passkeys. Those of the account are the buyer's.
    async fn passkey_operation(&self, field: &str, unique: &str) -> (&'static str, Value) {
        let (test, buyer) = (&self.test, self.actor('B'));
        // The buyer says their password each time, which may be tried so often in a quarter of an hour.
        test.app.clock.advance_ms(15 * 60_000);
        let mut phone = Authenticator::new(unique);
        let begun = async |query: &str, field: &str, variables: Value| {
            let begun = test.data(buyer, query, variables).await[field]["ceremony"].clone();
            (begun["token"].clone(), text(&begun["options"]))
        };
        match field {
            "passkeyRegistrationBegin" => (PASSKEY_BEGIN, json!({"password": PASSWORD})),
            "passkeyRegistrationFinish" => {
                let (token, options) =
                    begun(PASSKEY_BEGIN, "passkeyRegistrationBegin", json!({"password": PASSWORD})).await;
                (
                    "mutation($token: String!, $credential: String!) { passkeyRegistrationFinish(input: {token: $token, credential: $credential}) { passkey { id } userErrors { code } } }",
                    json!({"token": token, "credential": phone.create(&options)}),
                )
            }
            "passkeySignUpBegin" => (PASSKEY_SIGN_UP, json!({"email": format!("{unique}@example.com")})),
            "passkeySignUpFinish" => {
                let email = json!({"email": format!("{unique}@example.com")});
                let (token, options) = begun(PASSKEY_SIGN_UP, "passkeySignUpBegin", email).await;
                (
                    "mutation($token: String!, $credential: String!) { passkeySignUpFinish(input: {token: $token, credential: $credential}) { account { id } userErrors { code } } }",
                    json!({"token": token, "credential": phone.create(&options)}),
                )
            }
            "passkeySignInBegin" => (PASSKEY_SIGN_IN, json!({})),
            "passkeySignInFinish" => {
                test.add_passkey(self.actor('X'), Some(PASSWORD), &mut phone).await;
                let (token, options) = begun(PASSKEY_SIGN_IN, "passkeySignInBegin", json!({})).await;
                (
                    "mutation($token: String!, $credential: String!) { passkeySignInFinish(input: {token: $token, credential: $credential}) { account { id } userErrors { code } } }",
                    json!({"token": token, "credential": phone.get(&options)}),
                )
            }
            field => {
                let id = test.add_passkey(buyer, Some(PASSWORD), &mut phone).await;
                let rename = "mutation($id: ID!) { passkeyRename(input: {id: $id, name: \"Phone\"}) { passkey { id } userErrors { code } } }";
                let delete = "mutation($id: ID!) { passkeyDelete(input: {id: $id}) { deleted userErrors { code } } }";
                (if field == "passkeyRename" { rename } else { delete }, json!({"id": id}))
            }
        }
    }

    fn address(&self, line1: &str) -> Value {
        json!({"name": "Ada", "line1": line1, "city": "Leeds", "postalCode": "LS2 7DR", "countryCode": "GB"})
    }

    /// An entry of the buyer's address book.
    async fn saved_address(&self) -> String {
        let input = json!({"input": {"address": self.address("3 Kirkgate")}});
        let saved = self.test.data(self.actor('B'), ADDRESS_SAVE, input).await;
        text(&saved["addressSave"]["savedAddress"]["id"])
    }

    /// Whether the actor got what was asked for.
    async fn may(&self, visitor: &Visitor, field: &str, query: &str, variables: Value) -> bool {
        let answer = if field == "orderEvents" {
            let first = self.test.subscribe(visitor, query, variables).next().await;
            serde_json::to_value(first.expect("an answer")).expect("an answer is JSON")
        } else {
            self.test.run(visitor, query, variables).await
        };
        granted(&answer, field)
    }
}

const EMAIL_CHANGE: &str = "mutation($input: EmailChangeRequestInput!) { emailChangeRequest(input: $input) {
    requested userErrors { code } } }";
const EMAIL_CHANGED: &str = "mutation($token: String!) { emailChangeComplete(input: {token: $token}) {
    account { id } userErrors { code } } }";
const ADDRESS_SAVE: &str =
    "mutation($input: AddressSaveInput!) { addressSave(input: $input) { savedAddress { id } userErrors { code } } }";
const PASSKEY_BEGIN: &str = "mutation($password: String) { passkeyRegistrationBegin(input: {password: $password}) { ceremony { token options } userErrors { code } } }";
const PASSKEY_SIGN_UP: &str = "mutation($email: String!) { passkeySignUpBegin(input: {email: $email, displayName: \"New\"}) { ceremony { token options } userErrors { code } } }";
const PASSKEY_SIGN_IN: &str = "mutation { passkeySignInBegin { ceremony { token options } userErrors { code } } }";
const PRODUCT: &str = "query($id: ID!) { product(id: $id) { id } }";
const CREATE: &str =
    "mutation($input: ProductCreateInput!) { productCreate(input: $input) { product { id } userErrors { code } } }";

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("a text, not {value}")).to_owned()
}

fn granted(answer: &Value, field: &str) -> bool {
    let value = &answer["data"][field];
    let refused = value["userErrors"].as_array().is_some_and(|errors| !errors.is_empty());
    let nothing = value.is_null()
        || value[0].is_null() && value.is_array() && value.as_array().is_some_and(|values| !values.is_empty())
        || value["deleted"] == json!(false)
        || value.get("orders").is_some_and(Value::is_null)
        || value["products"]["nodes"] == json!([]);
    answer.get("errors").is_none() && !refused && !nothing
}

#[tokio::test]
async fn every_root_field_serves_those_it_is_for_and_nobody_else() {
    let scene = Scene::new().await;
    let mut wrong = Vec::new();
    for (field, what, expected) in MATRIX {
        let mut granted = String::new();
        for letter in ALL.chars() {
            // A session that is deleted stays deleted: those actors sign in for this row alone.
            let visitor = match (*field, letter) {
                ("sessionDelete", 'G') | (_, 'G') => scene.test.guest(),
                ("sessionDelete", _) => scene.test.sign_in("stranger").await,
                // So does an account.
                ("accountDelete", _) => scene.test.register(&format!("leaver-{letter}")).await,
                _ => scene.actor(letter).clone(),
            };
            let (query, variables) = scene.operation(field, what).await;
            if scene.may(&visitor, field, query, variables).await {
                granted.push(letter);
            }
        }
        if granted != *expected {
            wrong.push(format!("{field} {what}: granted to {granted}, meant for {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_root_field_escapes_the_matrix() {
    let sdl = api::graphql::sdl();
    let schema = apollo_compiler::Schema::parse(&sdl, "schema.graphql").expect("the SDL is well-formed");
    let roots = ["Query", "Mutation", "Subscription"].iter().filter_map(|root| schema.get_object(root));
    let fields: BTreeSet<String> = roots.flat_map(|root| root.fields.keys().map(ToString::to_string)).collect();
    let decided: BTreeSet<String> = MATRIX.iter().map(|(field, _, _)| (*field).to_owned()).collect();
    assert_eq!(fields, decided, "each root field has at least one row, and each row a field");
}
