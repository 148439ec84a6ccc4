//! As much of the GraphQL grammar as clients of this API write (specification of October 2021,
//! section 2): operations, variables, arguments, aliases. No fragments, directives or block strings.

use serde_json::Value;

use self::tokens::{Token, tokens};

mod tokens;

/// Deeper selections and values than anybody needs.
const DEEPEST: usize = 16;

#[derive(Debug)]
pub(super) struct Document {
    pub(super) operations: Vec<Operation>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Query,
    Mutation,
    Subscription,
}

#[derive(Debug)]
pub(super) struct Operation {
    pub(super) kind: Kind,
    pub(super) name: Option<String>,
    pub(super) variables: Vec<Declared>,
    pub(super) selection: Vec<Field>,
}

/// A variable as an operation declares it.
#[derive(Debug)]
pub(super) struct Declared {
    pub(super) name: String,
    /// With all its marks, such as `[uuid!]!`.
    pub(super) kind: String,
    pub(super) default: Option<Input>,
}

#[derive(Debug)]
pub(super) struct Field {
    pub(super) alias: Option<String>,
    pub(super) name: String,
    pub(super) arguments: Vec<(String, Input)>,
    pub(super) selection: Vec<Field>,
}

#[derive(Clone, Debug)]
pub(super) enum Input {
    Variable(String),
    Plain(Value),
    List(Vec<Input>),
    Object(Vec<(String, Input)>),
}

impl Field {
    /// What the answer calls it.
    pub(super) fn key(&self) -> &str {
        self.alias.as_deref().unwrap_or(&self.name)
    }

    pub(super) fn argument(&self, name: &str) -> Option<&Input> {
        self.arguments
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value)
    }
}

impl Document {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut reader = Reader {
            tokens: tokens(text)?,
            at: 0,
        };
        let mut operations = Vec::new();
        while reader.at < reader.tokens.len() {
            operations.push(reader.operation()?);
        }
        (!operations.is_empty()).then_some(Self { operations })
    }
}

struct Reader {
    tokens: Vec<Token>,
    at: usize,
}

impl Reader {
    fn next(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    fn takes(&mut self, mark: char) -> bool {
        let is_there = self.tokens.get(self.at) == Some(&Token::Mark(mark));
        self.at += usize::from(is_there);
        is_there
    }

    fn expect(&mut self, mark: char) -> Option<()> {
        self.takes(mark).then_some(())
    }

    fn name(&mut self) -> Option<String> {
        match self.next()? {
            Token::Name(name) => Some(name),
            Token::Mark(_) | Token::Plain(_) => None,
        }
    }

    fn operation(&mut self) -> Option<Operation> {
        if self.tokens.get(self.at) == Some(&Token::Mark('{')) {
            return Some(Operation {
                kind: Kind::Query,
                name: None,
                variables: Vec::new(),
                selection: self.selection(0)?,
            });
        }
        let kind = match self.name()?.as_str() {
            "query" => Kind::Query,
            "mutation" => Kind::Mutation,
            "subscription" => Kind::Subscription,
            _ => return None,
        };
        let name = match self.tokens.get(self.at) {
            Some(Token::Name(_)) => self.name(),
            _ => None,
        };
        Some(Operation {
            kind,
            name,
            variables: self.variables()?,
            selection: self.selection(0)?,
        })
    }

    fn variables(&mut self) -> Option<Vec<Declared>> {
        let mut declared = Vec::new();
        if !self.takes('(') {
            return Some(declared);
        }
        while !self.takes(')') {
            self.expect('$')?;
            let name = self.name()?;
            self.expect(':')?;
            let kind = self.kind(0)?;
            let default = if self.takes('=') {
                Some(self.value(0)?)
            } else {
                None
            };
            declared.push(Declared {
                name,
                kind,
                default,
            });
        }
        Some(declared)
    }

    fn kind(&mut self, depth: usize) -> Option<String> {
        let inner = if self.takes('[') {
            let inner = (depth < DEEPEST).then(|| self.kind(depth + 1))??;
            self.expect(']')?;
            format!("[{inner}]")
        } else {
            self.name()?
        };
        Some(if self.takes('!') {
            format!("{inner}!")
        } else {
            inner
        })
    }

    fn selection(&mut self, depth: usize) -> Option<Vec<Field>> {
        if depth > DEEPEST {
            return None;
        }
        let mut fields = Vec::new();
        self.expect('{')?;
        while !self.takes('}') {
            let first = self.name()?;
            let (alias, name) = if self.takes(':') {
                (Some(first), self.name()?)
            } else {
                (None, first)
            };
            let arguments = if self.takes('(') {
                self.members(')', depth)?
            } else {
                Vec::new()
            };
            let has_selection = self.tokens.get(self.at) == Some(&Token::Mark('{'));
            let selection = if has_selection {
                self.selection(depth + 1)?
            } else {
                Vec::new()
            };
            fields.push(Field {
                alias,
                name,
                arguments,
                selection,
            });
        }
        (!fields.is_empty()).then_some(fields)
    }

    fn members(&mut self, end: char, depth: usize) -> Option<Vec<(String, Input)>> {
        let mut members = Vec::new();
        while !self.takes(end) {
            let name = self.name()?;
            self.expect(':')?;
            members.push((name, self.value(depth + 1)?));
        }
        Some(members)
    }

    fn value(&mut self, depth: usize) -> Option<Input> {
        if depth > DEEPEST {
            return None;
        }
        match self.next()? {
            Token::Plain(value) => Some(Input::Plain(value)),
            Token::Name(name) => Some(Input::Plain(match name.as_str() {
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                "null" => Value::Null,
                // A word of an enumeration.
                word => Value::from(word),
            })),
            Token::Mark('$') => self.name().map(Input::Variable),
            Token::Mark('{') => self.members('}', depth).map(Input::Object),
            Token::Mark('[') => {
                let mut items = Vec::new();
                while !self.takes(']') {
                    items.push(self.value(depth + 1)?);
                }
                Some(Input::List(items))
            }
            Token::Mark(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_with_variables_aliases_and_arguments_are_read() {
        let text = "query Mine($u: uuid!, $n: [Int!] = [1, 2]) { # all of them\n \
            keys: authUserSecurityKeys(where: {userId: {_eq: $u}}, limit: 2) { id nickname } }";
        let document = Document::parse(text).unwrap();
        let operation = &document.operations[0];
        assert_eq!(operation.kind, Kind::Query);
        assert_eq!(operation.name.as_deref(), Some("Mine"));
        assert_eq!(operation.variables[1].kind, "[Int!]");
        let field = &operation.selection[0];
        assert_eq!(
            (field.key(), field.name.as_str()),
            ("keys", "authUserSecurityKeys")
        );
        assert_eq!(field.selection.len(), 2);
        assert!(matches!(field.argument("limit"), Some(Input::Plain(two)) if *two == 2));
    }

    #[test]
    fn what_is_no_document_is_refused() {
        for text in [
            "",
            "{",
            "{}",
            "query {a",
            "{a(b:)}",
            "mutate {a}",
            "{a(b: \"c)}",
            "{a ...b}",
        ] {
            assert!(Document::parse(text).is_none(), "{text}");
        }
        assert!(Document::parse(&"{a".repeat(64)).is_none());
    }
}
