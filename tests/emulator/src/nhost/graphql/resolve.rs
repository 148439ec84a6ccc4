//! Variables: what was declared, what was given, and where each may stand.

use serde_json::{Map, Value};

use super::parse::{Input, Operation};
use super::{Checked, Problem};

/// The variables of one request.
pub(super) struct Variables {
    values: Vec<(String, String, Value)>,
}

impl Variables {
    pub(super) fn new(operation: &Operation, mut given: Map<String, Value>) -> Checked<Self> {
        let mut values = Vec::new();
        let nothing = Self { values: Vec::new() };
        for declared in &operation.variables {
            let default = match &declared.default {
                Some(input) => Some(nothing.value(input)?),
                None => None,
            };
            let value = given.remove(&declared.name).or(default);
            if declared.kind.ends_with('!') && value.as_ref().is_none_or(Value::is_null) {
                return Err(Problem::invalid(
                    "$",
                    format!(
                        "expecting a value for non-nullable variable: \"{}\"",
                        declared.name
                    ),
                ));
            }
            values.push((
                declared.name.clone(),
                declared.kind.clone(),
                value.unwrap_or(Value::Null),
            ));
        }
        if let Some(stranger) = given.keys().next() {
            let message = format!("unexpected variables in variableValues: {stranger}");
            return Err(Problem::invalid("$", message));
        }
        Ok(Self { values })
    }

    /// A value of any type.
    pub(super) fn value(&self, input: &Input) -> Checked<Value> {
        Ok(match input {
            Input::Plain(value) => value.clone(),
            Input::Variable(name) => self.find(name)?.1.clone(),
            Input::List(items) => {
                let items: Checked<Vec<Value>> =
                    items.iter().map(|item| self.value(item)).collect();
                Value::Array(items?)
            }
            Input::Object(members) => {
                let members: Checked<Map<String, Value>> = members
                    .iter()
                    .map(|(name, value)| Ok((name.clone(), self.value(value)?)))
                    .collect();
                Value::Object(members?)
            }
        })
    }

    /// A value where this type is expected; a variable must be declared with it.
    pub(super) fn typed(&self, input: &Input, expected: &str, path: &str) -> Checked<Value> {
        if let Input::Variable(name) = input {
            let (declared, _) = self.find(name)?;
            if declared.trim_end_matches('!') != expected.trim_end_matches('!') {
                return Err(Problem::invalid(
                    path,
                    format!(
                        "variable '{name}' is declared as '{declared}', but used where '{expected}' is expected"
                    ),
                ));
            }
        }
        self.value(input)
    }

    /// The members of an object, those of a variable's value too.
    pub(super) fn members(&self, input: &Input, path: &str) -> Checked<Vec<(String, Input)>> {
        match input {
            Input::Object(members) => Ok(members.clone()),
            Input::Variable(_) | Input::Plain(_) | Input::List(_) => match self.value(input)? {
                Value::Object(members) => Ok(members
                    .into_iter()
                    .map(|(name, value)| (name, Input::Plain(value)))
                    .collect()),
                Value::Null
                | Value::Bool(_)
                | Value::Number(_)
                | Value::String(_)
                | Value::Array(_) => Err(Problem::invalid(path, "expected an object")),
            },
        }
    }

    /// The items of a list; something else counts as a list of one.
    pub(super) fn items(&self, input: &Input) -> Checked<Vec<Input>> {
        match input {
            Input::List(items) => Ok(items.clone()),
            Input::Object(_) => Ok(vec![input.clone()]),
            Input::Variable(_) | Input::Plain(_) => {
                let value = self.value(input)?;
                Ok(if let Value::Array(items) = value {
                    items.into_iter().map(Input::Plain).collect()
                } else {
                    vec![Input::Plain(value)]
                })
            }
        }
    }

    fn find(&self, name: &str) -> Checked<(&str, &Value)> {
        self.values
            .iter()
            .find(|(known, _, _)| known == name)
            .map(|(_, kind, value)| (kind.as_str(), value))
            .ok_or_else(|| Problem::invalid("$", format!("unbound variable \"{name}\"")))
    }
}
