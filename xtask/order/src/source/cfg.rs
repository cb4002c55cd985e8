//! What is compiled for tests alone.

use syn::punctuated::Punctuated;
use syn::{Attribute, Meta, Token};

/// Whether what bears these attributes is in no program: it is a test, or compiled for tests alone. What depends on the
/// machine counts, on whichever it is.
pub fn only_in_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test")
            || (attribute.path().is_ident("cfg")
                && attribute.parse_args::<Meta>().is_ok_and(|condition| holds(&condition) == Some(false)))
    })
}

/// What a condition comes to outside of tests, or nothing where that depends on something else.
fn holds(condition: &Meta) -> Option<bool> {
    match condition {
        Meta::Path(path) if path.is_ident("test") => Some(false),
        Meta::List(list) => {
            let parts = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).ok()?;
            let parts: Vec<Option<bool>> = parts.iter().map(holds).collect();
            if list.path.is_ident("not") {
                parts.first().copied().flatten().map(|held| !held)
            } else if list.path.is_ident("all") {
                combined(&parts, false)
            } else if list.path.is_ident("any") {
                combined(&parts, true)
            } else {
                None
            }
        }
        _ => None,
    }
}

/// What parts come to of which one that is `decisive` decides.
fn combined(parts: &[Option<bool>], decisive: bool) -> Option<bool> {
    if parts.contains(&Some(decisive)) {
        Some(decisive)
    } else if parts.contains(&None) {
        None
    } else {
        Some(!decisive)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(attribute: &str) -> bool {
        only_in_tests(&syn::parse_str::<syn::ItemFn>(&format!("{attribute} fn f() {{}}")).unwrap().attrs)
    }

    #[test]
    fn what_no_program_has_is_of_tests() {
        assert!(verdict("#[test]"));
        assert!(verdict("#[cfg(test)]"));
        assert!(verdict("#[cfg(all(test, not(target_arch = \"wasm32\")))]"));
        assert!(verdict("#[cfg(not(not(test)))]"));
        assert!(verdict("#[cfg(any(test))]"));
    }

    #[test]
    fn what_some_program_has_is_not() {
        assert!(!verdict(""));
        assert!(!verdict("#[inline]"));
        assert!(!verdict("#[cfg(not(test))]"));
        assert!(!verdict("#[cfg(target_arch = \"wasm32\")]"));
        assert!(!verdict("#[cfg(not(target_arch = \"wasm32\"))]"));
        assert!(!verdict("#[cfg(any(test, feature = \"serde\"))]"));
    }
}
