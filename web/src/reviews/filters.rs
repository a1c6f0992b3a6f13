//! What a visitor chose of the reviews: it stands in the address, under names of its own, since the page has others.

use super::{
    fields::{ReviewFilter, ReviewSort, ReviewedVariant, ReviewsVariables},
    section::Anchor,
};
use crate::{
    i18n::{Language, use_language},
    paths::encode,
    text,
    ui::Seal,
};
use leptos::prelude::*;
use leptos_router::params::ParamsMap;
use shared::Locale;

impl ReviewSort {
    const ALL: [Self; 5] = [Self::MostHelpful, Self::Newest, Self::Highest, Self::Lowest, Self::WithPhotos];

    const fn as_str(self) -> &'static str {
        match self {
            Self::MostHelpful => "helpful",
            Self::Newest => "newest",
            Self::Highest => "highest",
            Self::Lowest => "lowest",
            Self::WithPhotos => "photos",
        }
    }

    fn name(self, lang: Language) -> &'static str {
        match self {
            Self::MostHelpful => text!(lang, reviews.sort_helpful),
            Self::Newest => text!(lang, reviews.sort_newest),
            Self::Highest => text!(lang, reviews.sort_highest),
            Self::Lowest => text!(lang, reviews.sort_lowest),
            Self::WithPhotos => text!(lang, reviews.sort_photos),
        }
    }
}

/// The choice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReviewChoice {
    pub(super) stars: Option<i32>,
    language: Option<Locale>,
    verified: Option<bool>,
    photos: bool,
    variant: String,
    words: String,
    sort: ReviewSort,
    pub(super) after: Option<String>,
}

impl ReviewChoice {
    /// Reads the address; what is not understood is left out.
    pub(super) fn from_query(query: &ParamsMap) -> Self {
        let text = |name: &str| query.get(name).map(|value| value.trim().to_owned()).unwrap_or_default();
        let sort = text("review-sort");
        Self {
            stars: text("review-stars").parse().ok().filter(|stars| (1..=5).contains(stars)),
            language: text("review-language").parse().ok(),
            verified: match text("review-from").as_str() {
                "verified" => Some(true),
                "imported" => Some(false),
                _ => None,
            },
            photos: text("review-photos") == "1",
            variant: text("review-variant"),
            words: text("review-words"),
            sort: ReviewSort::ALL.into_iter().find(|known| known.as_str() == sort).unwrap_or_default(),
            after: Some(text("review-after")).filter(|after| !after.is_empty()),
        }
    }

    fn origin(&self) -> Option<&'static str> {
        self.verified.map(|verified| if verified { "verified" } else { "imported" })
    }

    /// What is asked of the API.
    pub(super) fn variables(&self, slug: String) -> ReviewsVariables {
        let filled = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        let filter = ReviewFilter {
            stars: self.stars.map(|stars| vec![stars]),
            variant_id: filled(&self.variant).map(Into::into),
            language: self.language.map(Into::into),
            verified: self.verified,
            with_photos: self.photos.then_some(true),
            search: filled(&self.words),
        };
        ReviewsVariables { slug, after: self.after.clone(), sort: Some(self.sort), filter: Some(filter) }
    }

    /// Whether it leaves anything out.
    pub(super) fn narrows(&self) -> bool {
        *self != Self { sort: self.sort, after: self.after.clone(), ..Self::default() }
    }

    /// The same from its beginning, with these stars.
    pub(super) fn with_stars(&self, stars: Option<i32>) -> Self {
        Self { stars, ..self.page(None) }
    }

    /// The same after a cursor.
    pub(super) fn page(&self, after: Option<String>) -> Self {
        Self { after, ..self.clone() }
    }

    /// The address of the list.
    pub(super) fn address(&self, path: &str) -> String {
        let stars = self.stars.map(|stars| stars.to_string());
        let sort = (self.sort != ReviewSort::default()).then(|| self.sort.as_str());
        let parts = [
            ("stars", stars.as_deref()),
            ("language", self.language.map(Locale::as_str)),
            ("from", self.origin()),
            ("photos", self.photos.then_some("1")),
            ("variant", Some(self.variant.as_str())),
            ("words", Some(self.words.as_str())),
            ("sort", sort),
            ("after", self.after.as_deref()),
        ];
        let mut address = path.to_owned();
        let mut mark = '?';
        for (name, value) in parts {
            let Some(value) = value.filter(|value| !value.is_empty()) else { continue };
            address.push(mark);
            for part in ["review-", name, "=", &encode(value)] {
                address.push_str(part);
            }
            mark = '&';
        }
        address + "#reviews"
    }
}

/// The form: it loads the page anew.
#[component]
pub(super) fn Filters(choice: ReviewChoice, variants: Vec<ReviewedVariant>, path: String) -> impl IntoView {
    let lang = use_language();
    let all = || (String::new(), text!(lang, reviews.all).to_owned());
    let stars = [all()].into_iter().chain((1..=5).rev().map(|stars| (stars.to_string(), stars.to_string()))).collect();
    let languages = Locale::ALL.iter().map(|locale| (locale.as_str().to_owned(), locale.own_name().to_owned()));
    let languages = [all()].into_iter().chain(languages).collect();
    let from = vec![
        all(),
        ("verified".to_owned(), text!(lang, reviews.verified).to_owned()),
        ("imported".to_owned(), text!(lang, reviews.imported).to_owned()),
    ];
    let sorts = ReviewSort::ALL.map(|sort| (sort.as_str().to_owned(), sort.name(lang).to_owned())).to_vec();
    let variants = (variants.len() > 1).then(|| {
        let variants = variants.into_iter().map(|variant| (variant.id.into_inner(), variant.title));
        let options = [all()].into_iter().chain(variants).collect();
        view! { <Select name="review-variant" label=text!(lang, reviews.by_variant) options chosen=choice.variant.clone() /> }
    });
    let clear = choice.narrows().then(|| {
        let href = ReviewChoice::default().address(&path);
        view! { <Anchor href>{text!(lang, reviews.clear)}</Anchor> }
    });
    view! {
        <form class="review-filters" method="get" action=format!("{path}#reviews") aria-label=text!(lang, reviews.filter)>
            <Select name="review-sort" label=text!(lang, reviews.sort) options=sorts chosen=choice.sort.as_str().to_owned() />
            <Select
                name="review-stars"
                label=text!(lang, reviews.by_stars)
                options=stars
                chosen=choice.stars.map(|stars| stars.to_string()).unwrap_or_default()
            />
            <Select
                name="review-language"
                label=text!(lang, reviews.by_language)
                options=languages
                chosen=choice.language.map(|language| language.as_str().to_owned()).unwrap_or_default()
            />
            <Select
                name="review-from"
                label=text!(lang, reviews.by_origin)
                options=from
                chosen=choice.origin().unwrap_or_default().to_owned()
            />
            {variants}
            <p>
                <label for="review-words">{text!(lang, reviews.by_words)}</label>
                <input id="review-words" name="review-words" type="search" maxlength="100" value=choice.words />
            </p>
            <p class="tick">
                <input id="review-photos" name="review-photos" type="checkbox" value="1" checked=choice.photos />
                <label for="review-photos">{text!(lang, reviews.by_photos)}</label>
            </p>
            <p>
                <button class="button" type="submit">{text!(lang, reviews.apply)}</button>
                {clear}
            </p>
        </form>
    }
    .sealed()
}

#[component]
fn Select(name: &'static str, label: &'static str, options: Vec<(String, String)>, chosen: String) -> impl IntoView {
    let options = options
        .into_iter()
        .map(|(value, text)| {
            let selected = value == chosen;
            // Languages are named as those call them who speak them.
            let lang = (name == "review-language" && !value.is_empty()).then(|| value.clone());
            view! { <option value=value lang=lang selected=selected>{text}</option> }
        })
        .collect_view();
    view! {
        <p>
            <label for=name>{label}</label>
            <select id=name name=name>{options}</select>
        </p>
    }
    .sealed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_was_chosen_and_nothing_else() {
        assert_eq!(ReviewChoice::default().address("/p/bowl"), "/p/bowl#reviews");
        let address = "/p/bowl?review-stars=5&review-language=vi&review-from=imported&review-photos=1&review-variant=var_1\
                       &review-words=m%C3%A0u%20xanh&review-sort=newest&review-after=c1#reviews";
        let choice = ReviewChoice {
            stars: Some(5),
            language: Some(Locale::Vi),
            verified: Some(false),
            photos: true,
            variant: "var_1".to_owned(),
            words: "màu xanh".to_owned(),
            sort: ReviewSort::Newest,
            after: Some("c1".to_owned()),
        };
        assert_eq!(choice.address("/p/bowl"), address);
        let mut query = ParamsMap::new();
        for (name, value) in [
            ("review-stars", "5"),
            ("review-language", "vi"),
            ("review-from", "imported"),
            ("review-photos", "1"),
            ("review-variant", "var_1"),
            ("review-words", " màu xanh "),
            ("review-sort", "newest"),
            ("review-after", "c1"),
        ] {
            query.insert(name, value.to_owned());
        }
        assert_eq!(ReviewChoice::from_query(&query), choice);
    }

    #[test]
    fn what_is_not_understood_is_left_out() {
        let mut query = ParamsMap::new();
        for (name, value) in [("review-stars", "6"), ("review-language", "xx"), ("review-sort", "x"), ("variant", "v")]
        {
            query.insert(name, value.to_owned());
        }
        let choice = ReviewChoice::from_query(&query);
        assert_eq!(choice, ReviewChoice::default());
        assert!(!choice.narrows());
        assert!(choice.with_stars(Some(1)).narrows());
    }
}
