//! Sets of what is numbered: the permissions of a vocabulary, the roles of a document. A word holds 64 numbers, so that
//! what very many roles come to is found without comparing or copying a text.

/// A set of small numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Set(Vec<u64>);

/// Every even number of a word.
const EVEN: u64 = 0x5555_5555_5555_5555;

impl Set {
    pub(super) fn insert(&mut self, number: usize) {
        let word = number / 64;
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (number % 64);
    }

    pub(super) fn has(&self, number: usize) -> bool {
        self.0.get(number / 64).is_some_and(|word| word & (1 << (number % 64)) != 0)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// Adds all of `other`.
    pub(super) fn add(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word |= other);
    }

    /// What is in both.
    pub(super) fn common(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(word, other)| word & other).collect())
    }

    /// What is not in `other`.
    pub(super) fn without(&self, other: &Self) -> Self {
        let others = other.0.iter().chain(std::iter::repeat(&0));
        Self(self.0.iter().zip(others).map(|(word, other)| word & !other).collect())
    }

    /// Whether all of it is in `other`.
    pub(super) fn is_within(&self, other: &Self) -> bool {
        self.without(other).is_empty()
    }

    /// What comes after each even number, and no odd one.
    pub(super) fn after_even(&self) -> Self {
        Self(self.0.iter().map(|word| (word & EVEN) << 1).collect())
    }

    /// The numbers in their order.
    pub(super) fn iter(&self) -> impl Iterator<Item = usize> {
        let of_word = |(index, word): (usize, &u64)| {
            let word = *word;
            (0..64).filter(move |bit| word & (1 << bit) != 0).map(move |bit| index * 64 + bit)
        };
        self.0.iter().enumerate().filter(|(_, word)| **word != 0).flat_map(of_word)
    }
}

impl FromIterator<usize> for Set {
    fn from_iter<I: IntoIterator<Item = usize>>(numbers: I) -> Self {
        let mut set = Self::default();
        numbers.into_iter().for_each(|number| set.insert(number));
        set
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn numbers() -> impl Strategy<Value = BTreeSet<usize>> {
        proptest::collection::btree_set(0..300_usize, 0..40)
    }

    fn set(numbers: &BTreeSet<usize>) -> Set {
        numbers.iter().copied().collect()
    }

    proptest! {
        #[test]
        fn it_is_the_set_that_it_is_made_of(one in numbers(), other in numbers()) {
            let both = |set: &Set| set.iter().collect::<BTreeSet<_>>();
            let mut sum = set(&one);
            sum.add(&set(&other));
            prop_assert_eq!(both(&sum), &one | &other);
            prop_assert_eq!(both(&set(&one).common(&set(&other))), &one & &other);
            prop_assert_eq!(both(&set(&one).without(&set(&other))), &one - &other);
            prop_assert_eq!(set(&one).is_within(&set(&other)), one.is_subset(&other));
            prop_assert!(set(&one).is_within(&sum));
            prop_assert_eq!(set(&one).is_empty(), one.is_empty());
            prop_assert!((0..400).all(|number| set(&one).has(number) == one.contains(&number)));
            let after: BTreeSet<usize> = one.iter().filter(|n| *n % 2 == 0).map(|n| n + 1).collect();
            prop_assert_eq!(both(&set(&one).after_even()), after);
        }
    }
}
