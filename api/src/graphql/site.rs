//! What this installation is.

use crate::demo;
use crate::graphql::context::ContextExt;
use crate::graphql::error::OrFault;
use crate::graphql::money::CurrencyCode;
use crate::graphql::scalars::LanguageCode;
use crate::help::contact::{Channel, ChannelKind};
use crate::payments::{self, graphql::PaymentMethod};
use async_graphql::{ComplexObject, Context, Enum, Object, Result, SimpleObject};
use shared::Locale;

/// What this installation is: its currency, its languages, and whether it is a demonstration.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Site {
    /// The marketplace's name.
    pub name: String,
    /// The currency in which it charges.
    pub currency_code: CurrencyCode,
    /// Whether it is a demonstration: nothing is really sold.
    pub demo: bool,
    /// The languages of its storefront.
    pub languages: Vec<LanguageCode>,
}

/// An account of the demonstration.
#[derive(SimpleObject)]
pub struct DemoAccount {
    /// Its e-mail address.
    pub email: String,
    /// Its password.
    pub password: String,
    /// The name under which it is shown.
    pub display_name: String,
    /// What it may do: `shopper`, `owner` (of a shop), `moderator` or `admin`.
    pub role: String,
}

/// A way to reach the people who run this installation.
#[derive(SimpleObject)]
pub struct ContactChannel {
    /// What kind of address it is.
    pub kind: ContactChannelKind,
    /// The address: of e-mail, a telephone number, a postal address, or where the chat is.
    pub value: String,
}

/// A kind of address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "ChannelKind")]
pub enum ContactChannelKind {
    /// E-mail.
    Email,
    /// Telephone.
    Phone,
    /// Letters.
    Post,
    /// A chat, as an `https` address.
    Chat,
}

#[ComplexObject]
impl Site {
    /// How the people who run it are reached, the best way first; empty when they have not said.
    async fn contact_channels(&self, ctx: &Context<'_>) -> Vec<ContactChannel> {
        let show = |channel: &Channel| ContactChannel { kind: channel.kind.into(), value: channel.value.clone() };
        ctx.app().config.contact.iter().map(show).collect()
    }

    /// The ways in which orders can be paid here.
    async fn payment_methods(&self, ctx: &Context<'_>) -> Vec<PaymentMethod> {
        payments::methods(&ctx.app().config).into_iter().map(Into::into).collect()
    }

    /// The accounts that anybody may sign in with; empty when it is no demonstration.
    async fn demo_accounts(&self, ctx: &Context<'_>) -> Result<Vec<DemoAccount>> {
        let accounts = demo::accounts(ctx.app()).await.or_fault(ctx)?;
        let show = |account: demo::DemoAccount| DemoAccount {
            email: account.email,
            password: demo::PASSWORD.to_owned(),
            display_name: account.display_name,
            role: account.role.to_owned(),
        };
        Ok(accounts.into_iter().map(show).collect())
    }
}

/// Root fields about the installation.
#[derive(Default)]
pub struct SiteQuery;

#[Object]
impl SiteQuery {
    /// What this installation is.
    async fn site(&self, ctx: &Context<'_>) -> Site {
        let config = &ctx.app().config;
        Site {
            name: "Vouch".to_owned(),
            currency_code: config.currency.into(),
            demo: config.demo,
            languages: Locale::ALL.iter().map(|locale| LanguageCode::from(*locale)).collect(),
        }
    }
}
