//! Which steps to run.

use crate::failure::Failure;

/// What was asked for behind `cargo xtask test`.
#[derive(Debug, Default)]
pub(crate) struct Choice {
    lists: bool,
    only: Vec<String>,
    skip: Vec<String>,
}

impl Choice {
    /// Reads the options.
    pub(crate) fn parse(options: &[&str]) -> Result<Self, Failure> {
        let mut choice = Self::default();
        let mut rest = options;
        loop {
            rest = match rest {
                [] => return Ok(choice),
                ["--list", rest @ ..] => {
                    choice.lists = true;
                    rest
                }
                ["--only", step, rest @ ..] => {
                    choice.only.push((*step).to_owned());
                    rest
                }
                ["--skip", step, rest @ ..] => {
                    choice.skip.push((*step).to_owned());
                    rest
                }
                [unknown, ..] => {
                    return Err(Failure::new(format!(
                        "`cargo xtask test` knows --list, --only STEP and --skip STEP, not `{unknown}`"
                    )));
                }
            };
        }
    }

    pub(super) fn only_lists(&self) -> bool {
        self.lists
    }

    /// Refuses a name that no step has: a misspelt one would otherwise run nothing, or everything.
    pub(super) fn check_names<'a>(
        &self,
        known: impl Iterator<Item = &'a str>,
    ) -> Result<(), Failure> {
        let known: Vec<&str> = known.collect();
        match self
            .only
            .iter()
            .chain(&self.skip)
            .find(|name| !known.contains(&name.as_str()))
        {
            Some(name) => Err(Failure::new(format!(
                "there is no step `{name}`; there are: {}",
                known.join(", ")
            ))),
            None => Ok(()),
        }
    }

    pub(super) fn includes(&self, step: &str) -> bool {
        let names = |list: &[String]| list.iter().any(|name| name == step);

        (self.only.is_empty() || names(&self.only)) && !names(&self.skip)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_is_included_unless_something_else_is_asked_for() {
        let everything = Choice::parse(&[]).expect("no option is a choice");
        let one = Choice::parse(&["--only", "lint"]).expect("a choice");
        let the_others = Choice::parse(&["--skip", "lint"]).expect("a choice");

        assert!(everything.includes("lint"), "nothing was left out");
        assert!(
            one.includes("lint") && !one.includes("format"),
            "only the named step was asked for"
        );
        assert!(
            !the_others.includes("lint") && the_others.includes("format"),
            "the named step was left out"
        );
    }

    #[test]
    fn a_misspelt_step_is_refused() {
        let choice = Choice::parse(&["--only", "limt"]).expect("the name is checked later");

        assert!(
            choice.check_names(["lint"].into_iter()).is_err(),
            "there is no such step"
        );
    }

    #[test]
    fn an_unknown_option_is_refused() {
        assert!(
            Choice::parse(&["--onyl", "lint"]).is_err(),
            "it would be ignored otherwise"
        );
        assert!(Choice::parse(&["--only"]).is_err(), "the name is missing");
    }
}
