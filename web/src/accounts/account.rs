//! The visitor's account: name and language, address, password, sessions.

use super::{
    AccountNav, AccountPlace,
    form::use_refused,
    password::{NoPassword, PasswordForm},
    profile::{AddressSection, ProfileForm},
    sessions::{SessionFields, Sessions},
    sign_out::SignOut,
};
use crate::{
    data::{
        Loaded, Query, SharedTransport,
        scalars::{CurrencyCode, LanguageCode},
        schema, use_query, use_transport,
    },
    i18n::{Language, use_language, use_locale},
    page::go_to,
    passkeys::{PasskeyFields, Passkeys},
    paths, text,
    ui::{Head, Seal, Skeleton, focus_soon},
};
use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The element that says what was just kept.
const NOTICE: &str = "account-notice";

/// What was just kept; the name stands in the address after a plain form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// Name, language and currency.
    Profile,
    /// The password.
    Password,
    /// A mail was asked for.
    Verification,
    /// A session has ended.
    Session,
    /// A passkey was added.
    PasskeyAdded,
    /// A passkey has another name.
    PasskeyRenamed,
    /// A passkey was removed.
    PasskeyRemoved,
}

impl Saved {
    /// The name in the address.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::Password => "password",
            Self::Verification => "verification",
            Self::Session => "session",
            Self::PasskeyAdded => "passkey",
            Self::PasskeyRenamed => "passkey-name",
            Self::PasskeyRemoved => "passkey-removed",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        let all = [
            Self::Profile,
            Self::Password,
            Self::Verification,
            Self::Session,
            Self::PasskeyAdded,
            Self::PasskeyRenamed,
            Self::PasskeyRemoved,
        ];
        all.into_iter().find(|it| it.as_str() == name)
    }

    fn sentence(self, lang: Language) -> &'static str {
        match self {
            Self::Profile => text!(lang, accounts.saved_profile),
            Self::Password => text!(lang, accounts.saved_password),
            Self::Verification => text!(lang, accounts.saved_verification),
            Self::Session => text!(lang, accounts.saved_session),
            Self::PasskeyAdded => text!(lang, passkeys.saved_added),
            Self::PasskeyRenamed => text!(lang, passkeys.saved_renamed),
            Self::PasskeyRemoved => text!(lang, passkeys.saved_removed),
        }
    }
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
pub(super) struct AccountQuery {
    me: Option<AccountFields>,
    currencies: Vec<CurrencyFields>,
}

/// A currency in which amounts can also be shown.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Currency")]
pub(super) struct CurrencyFields {
    pub code: CurrencyCode,
    pub name: String,
    pub chosen: bool,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Account")]
struct AccountFields {
    email: String,
    email_verified: bool,
    display_name: String,
    locale: LanguageCode,
    has_password: bool,
    passkeys: Vec<PasskeyFields>,
    sessions: Vec<SessionFields>,
}

/// What the forms of this page work with.
#[derive(Clone, Copy)]
pub(crate) struct Desk {
    pub transport: StoredValue<SharedTransport>,
    /// Which form is at work; one at a time.
    pub sending: RwSignal<bool>,
    saved: RwSignal<Option<Saved>>,
    query: Query<AccountQuery>,
}

impl Desk {
    /// Says that something was kept, and reads the account anew.
    pub fn keep(self, saved: Saved) {
        self.saved.set(Some(saved));
        self.query.refetch();
        focus_soon(NOTICE);
    }
}

/// `/account?saved=`
#[component]
pub fn AccountPage() -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let query = use_query(|| AccountQuery::build(()));
    let saved = use_query_map().read_untracked().get("saved").and_then(|name| Saved::from_name(&name));
    let desk = Desk {
        transport: StoredValue::new(use_transport()),
        sending: RwSignal::new(false),
        saved: RwSignal::new(saved),
        query,
    };
    let refused = StoredValue::new(use_refused());
    // Outside of what is read anew, so that the focus can rest on it.
    let notice = move || {
        let notice = |saved: Saved| {
            view! { <p class="notice" id=NOTICE role="status" tabindex="-1">{saved.sentence(lang)}</p> }
        };
        desk.saved.get().map(notice)
    };
    view! {
        <Head title=text!(lang, accounts.account_title) description="" path="/account" />
        <div class="own-head">
            <h1>{text!(lang, accounts.account_title)}</h1>
            <SignOut />
        </div>
        {notice}
        <Loaded
            query
            skeleton=|| view! { <Skeleton cards=2 /> }
            view=move |AccountQuery { me, currencies }| match me {
                Some(account) => view! { <OwnAccount account currencies desk refused=refused.get_value() /> }.sealed(),
                None => {
                    go_to(&paths::sign_in_then(locale, &paths::account(locale)));
                    ().into_any()
                }
            }
        />
    }
}

#[component]
fn OwnAccount(
    account: AccountFields,
    currencies: Vec<CurrencyFields>,
    desk: Desk,
    refused: super::AccountDraft,
) -> impl IntoView {
    let AccountFields { email, email_verified, display_name, locale: language, has_password, passkeys, sessions } =
        account;
    let password = if has_password {
        view! { <PasswordForm desk refused=refused.clone() /> }.sealed()
    } else {
        view! { <NoPassword verified=email_verified /> }.sealed()
    };
    view! {
        <div class="own-account">
            <AccountNav here=AccountPlace::Account />
            <ProfileForm desk refused=refused.clone() display_name language=language.into() currencies />
            <AddressSection desk refused=refused.clone() email verified=email_verified />
            {password}
            <Passkeys desk passkeys has_password refused />
            <Sessions desk sessions />
        </div>
    }
    .sealed()
}
