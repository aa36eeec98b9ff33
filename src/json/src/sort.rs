//! The one sort: heapsort, whose worst case is its only case. The standard library's sorts are five kilobytes each in the browser,
//! and what is sorted here has a dozen items.

/// Orders items; `precedes` says whether one must stand before another. Of two that neither precedes it is not said which is first.
pub fn heapsort<T>(items: &mut [T], precedes: &impl Fn(&T, &T) -> bool) {
    for parent in (0..items.len() / 2).rev() {
        sift_down(items, parent, precedes);
    }
    for end in (1..items.len()).rev() {
        items.swap(0, end);
        sift_down(items.get_mut(..end).unwrap_or_default(), 0, precedes);
    }
}

fn sift_down<T>(items: &mut [T], mut parent: usize, precedes: &impl Fn(&T, &T) -> bool) {
    let is_before = |items: &[T], a: usize, b: usize| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => precedes(a, b),
        _ => false,
    };
    loop {
        let mut child = 2 * parent + 1;
        if is_before(items, child, child + 1) {
            child += 1;
        }
        if !is_before(items, parent, child) {
            return;
        }
        items.swap(parent, child);
        parent = child;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sorts_as_the_standard_library_does(mut items in prop::collection::vec(any::<u8>(), 0..64)) {
            let mut expected = items.clone();
            expected.sort_unstable();
            heapsort(&mut items, &|a, b| a < b);
            prop_assert_eq!(items, expected);
        }
    }
}
