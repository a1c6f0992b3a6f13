//! What a browser calls itself, in words that its owner knows.
//!
//! Enough to tell one's own devices apart; what is unknown is not guessed.

/// A browser or app, and the system it runs on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Device {
    /// The browser's name.
    pub browser: Option<&'static str>,
    /// The system's name.
    pub system: Option<&'static str>,
}

/// Browsers by a mark in their user agent. Most claim to be several: the first that fits is what they are.
const BROWSERS: [(&str, &str); 13] = [
    ("Edg", "Microsoft Edge"),
    ("OPR/", "Opera"),
    ("YaBrowser/", "Yandex"),
    ("coc_coc_browser/", "Cốc Cốc"),
    ("Vivaldi/", "Vivaldi"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("HeadlessChrome/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

const SYSTEMS: [(&str, &str); 9] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("FreeBSD", "FreeBSD"),
    ("OpenBSD", "OpenBSD"),
    ("Linux", "Linux"),
];

/// Reads a `User-Agent` header.
#[must_use]
pub fn device(user_agent: &str) -> Device {
    let first = |marks: &[(&str, &'static str)]| {
        marks.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
    };
    Device { browser: first(&BROWSERS), system: first(&SYSTEMS) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_what_people_use() {
        let known = |text: &str, browser: &'static str, system: &'static str| {
            assert_eq!(device(text), Device { browser: Some(browser), system: Some(system) }, "{text}");
        };
        let webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";
        known(&format!("Mozilla/5.0 (X11; Linux x86_64) {webkit} Chrome/142.0.0.0 Safari/537.36"), "Chrome", "Linux");
        known(
            &format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) {webkit} Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0"),
            "Microsoft Edge",
            "Windows",
        );
        known(
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1",
            "Safari",
            "iPhone",
        );
        known("Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0", "Firefox", "Android");
        assert_eq!(device("curl/8.5.0"), Device::default());
    }
}
