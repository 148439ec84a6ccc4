//! Carrying out an operation: everything is checked first, then changed.

use serde_json::{Map, Value, json};

use super::filter::{self, check_uuid};
use super::parse::{Field, Input, Kind, Operation};
use super::resolve::Variables;
use super::table::{TABLES, Table};
use super::{Checked, Problem, Session};
use crate::nhost::elevation;
use crate::settings::Permission;
use crate::store::Store;

/// What a root field does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Deed {
    One,
    Many,
    UpdateOne,
    UpdateMany,
    DeleteOne,
    DeleteMany,
}

/// A root field that passed every check, with the rows it concerns.
struct Step<'a> {
    field: &'a Field,
    deed: Deed,
    table: &'static Table,
    rows: Vec<Value>,
    set: Map<String, Value>,
}

pub(super) fn run(
    store: &mut Store,
    session: &Session,
    operation: &Operation,
    variables: &Variables,
) -> Checked<Map<String, Value>> {
    if operation.kind == Kind::Subscription {
        return Err(Problem::invalid("$", "no subscriptions exist"));
    }
    if operation.kind == Kind::Mutation && !may_change_anything(store, session) {
        return Err(Problem::invalid("$", "no mutations exist"));
    }
    let mut steps = Vec::new();
    for field in &operation.selection {
        steps.push(check(store, session, operation.kind, field, variables)?);
    }
    let mut data = Map::new();
    for step in steps {
        let (key, value) = match step {
            Ok(step) => (step.field.key(), step.take(store, session)),
            Err(field) => (field.key(), root(operation.kind).into()),
        };
        data.insert(key.to_owned(), value);
    }
    Ok(data)
}

/// A role without a single mutation has no root for them.
fn may_change_anything(store: &Store, session: &Session) -> bool {
    let settings = &store.settings.nhost;
    session.role == settings.default_role
        && TABLES.iter().any(|table| {
            let permissions = (table.permissions)(&settings.graphql);
            permissions.update != Permission::Denied || permissions.delete != Permission::Denied
        })
}

fn root(kind: Kind) -> &'static str {
    match kind {
        Kind::Query | Kind::Subscription => "query_root",
        Kind::Mutation => "mutation_root",
    }
}

/// Finds the table, the permission and the rows. `__typename` is handed back as it is.
fn check<'a>(
    store: &Store,
    session: &Session,
    kind: Kind,
    field: &'a Field,
    variables: &Variables,
) -> Checked<Result<Step<'a>, &'a Field>> {
    if field.name == "__typename" {
        return Ok(Err(field));
    }
    let Some((table, deed)) = find(kind, &field.name) else {
        return Err(Problem::no_field("$", &field.name, root(kind)));
    };
    let settings = &store.settings.nhost;
    let permissions = (table.permissions)(&settings.graphql);
    let permission = match deed {
        Deed::One | Deed::Many => permissions.select,
        Deed::UpdateOne | Deed::UpdateMany => permissions.update,
        Deed::DeleteOne | Deed::DeleteMany => permissions.delete,
    };
    if permission == Permission::Denied || session.role != settings.default_role {
        return Err(Problem::no_field("$", &field.name, root(kind)));
    }
    let hidden = &permissions.hidden_columns;
    let visible = |column: &str| {
        table.column_type(column).is_some() && !hidden.iter().any(|known| known == column)
    };
    check_selection(table, deed, field, &visible)?;
    let set = check_set(table, deed, field, variables)?;
    let rows = chosen(store, session, table, deed, field, variables, &visible)?;
    if permission == Permission::Elevated && !session.elevated {
        let message = format!("missing session variable: \"{}\"", elevation::CLAIM);
        return Err(Problem::new("$", "not-found", message));
    }
    Ok(Ok(Step {
        field,
        deed,
        table,
        rows,
        set,
    }))
}

fn find(kind: Kind, name: &str) -> Option<(&'static Table, Deed)> {
    TABLES.iter().find_map(|table| {
        let fields: &[(&str, Deed)] = match kind {
            Kind::Query | Kind::Subscription => &[(table.one, Deed::One), (table.many, Deed::Many)],
            Kind::Mutation => &[
                (table.update_one, Deed::UpdateOne),
                (table.update_many, Deed::UpdateMany),
                (table.delete_one, Deed::DeleteOne),
                (table.delete_many, Deed::DeleteMany),
            ],
        };
        let found = fields.iter().find(|(known, _)| *known == name)?;
        Some((table, found.1))
    })
}

/// The rows a field concerns, all of them the person's own.
fn chosen(
    store: &Store,
    session: &Session,
    table: &Table,
    deed: Deed,
    field: &Field,
    variables: &Variables,
    visible: &dyn Fn(&str) -> bool,
) -> Checked<Vec<Value>> {
    let path = format!("$.selectionSet.{}.args", field.name);
    let rows = (table.rows)(store, &session.user_id);
    match deed {
        Deed::Many => {
            check_arguments(
                field,
                &["where", "order_by", "limit", "offset", "distinct_on"],
            )?;
            filter::apply(table, visible, field, variables, rows)
        }
        Deed::UpdateMany | Deed::DeleteMany => {
            let mut allowed = vec!["where"];
            if deed == Deed::UpdateMany {
                allowed.extend(SETTERS);
            }
            check_arguments(field, &allowed)?;
            // A bulk change without a condition has to say so with an empty one.
            if field.argument("where").is_none() {
                return Err(missing(&path, "where"));
            }
            filter::apply(table, visible, field, variables, rows)
        }
        Deed::One | Deed::DeleteOne => {
            check_arguments(field, &["id"])?;
            let id = field.argument("id").ok_or_else(|| missing(&path, "id"))?;
            by_id(rows, id, variables, &path)
        }
        Deed::UpdateOne => {
            let mut allowed = vec!["pk_columns"];
            allowed.extend(SETTERS);
            check_arguments(field, &allowed)?;
            let columns = field
                .argument("pk_columns")
                .ok_or_else(|| missing(&path, "pk_columns"))?;
            let path = format!("{path}.pk_columns");
            let columns = variables.members(columns, &path)?;
            let id = columns.iter().find(|(name, _)| name == "id");
            let (_, id) = id.ok_or_else(|| missing(&path, "id"))?;
            by_id(rows, id, variables, &path)
        }
    }
}

/// Arguments that say what to change.
const SETTERS: [&str; 1] = ["_set"];

fn by_id(rows: Vec<Value>, id: &Input, variables: &Variables, path: &str) -> Checked<Vec<Value>> {
    let id = variables.typed(id, "uuid!", &format!("{path}.id"))?;
    check_uuid(&id, path)?;
    Ok(rows.into_iter().filter(|row| row["id"] == id).collect())
}

fn missing(path: &str, name: &str) -> Problem {
    Problem::invalid(path, format!("missing required field '{name}'"))
}

fn check_arguments(field: &Field, allowed: &[&str]) -> Checked<()> {
    let stranger = field
        .arguments
        .iter()
        .find(|(name, _)| !allowed.contains(&name.as_str()));
    match stranger {
        None => Ok(()),
        Some((name, _)) => Err(Problem::invalid(
            &format!("$.selectionSet.{}", field.name),
            format!("'{}' has no argument named '{name}'", field.name),
        )),
    }
}

/// Every field of a selection must be a column the role sees.
fn check_selection(
    table: &Table,
    deed: Deed,
    field: &Field,
    visible: &dyn Fn(&str) -> bool,
) -> Checked<()> {
    let path = format!("$.selectionSet.{}", field.name);
    if field.selection.is_empty() {
        let message = format!("missing selection set for '{}'", table.name);
        return Err(Problem::invalid(&path, message));
    }
    let is_bulk = matches!(deed, Deed::UpdateMany | Deed::DeleteMany);
    for inner in &field.selection {
        match inner.name.as_str() {
            "__typename" => {}
            "affected_rows" if is_bulk => {}
            "returning" if is_bulk => {
                check_selection(table, Deed::One, inner, visible).map_err(|problem| Problem {
                    path: format!("{path}{}", problem.path.trim_start_matches('$')),
                    ..problem
                })?
            }
            name if is_bulk => {
                let kind = format!("{}_mutation_response", table.name);
                return Err(Problem::no_field(&path, name, &kind));
            }
            name if !visible(name) => return Err(Problem::no_field(&path, name, table.name)),
            _ => {}
        }
    }
    Ok(())
}

/// What an update sets.
fn check_set(
    table: &Table,
    deed: Deed,
    field: &Field,
    variables: &Variables,
) -> Checked<Map<String, Value>> {
    if !matches!(deed, Deed::UpdateOne | Deed::UpdateMany) {
        return Ok(Map::new());
    }
    let path = format!("$.selectionSet.{}.args", field.name);
    let Some(set) = field.argument("_set") else {
        let message = "at least any one of _set operators is expected";
        return Err(Problem::invalid(&path, message));
    };
    let path = format!("{path}._set");
    let mut read = Map::new();
    for (name, value) in variables.members(set, &path)? {
        if !table.changeable.contains(&name.as_str()) {
            return Err(Problem::invalid(
                &format!("{path}.{name}"),
                format!(
                    "field '{name}' not found in type: '{}_set_input'",
                    table.name
                ),
            ));
        }
        let kind = table.column_type(&name).unwrap_or_default();
        let value = variables.typed(&value, kind, &format!("{path}.{name}"))?;
        if kind != "jsonb" && !(value.is_string() || value.is_null()) {
            return Err(Problem::invalid(
                &format!("{path}.{name}"),
                format!("expected a string for type '{kind}'"),
            ));
        }
        read.insert(name, value);
    }
    Ok(read)
}

impl Step<'_> {
    fn take(self, store: &mut Store, session: &Session) -> Value {
        let ids: Vec<String> = self
            .rows
            .iter()
            .filter_map(|row| row["id"].as_str())
            .map(str::to_owned)
            .collect();
        let rows = match self.deed {
            Deed::One | Deed::Many => self.rows,
            Deed::UpdateOne | Deed::UpdateMany => {
                for id in &ids {
                    (self.table.update)(store, id, &self.set);
                }
                let mut rows = (self.table.rows)(store, &session.user_id);
                rows.retain(|row| ids.iter().any(|id| row["id"] == id.as_str()));
                rows
            }
            Deed::DeleteOne | Deed::DeleteMany => {
                for id in &ids {
                    (self.table.delete)(store, id);
                }
                self.rows
            }
        };
        let picked: Vec<Value> = rows
            .iter()
            .map(|row| pick(self.table, &self.field.selection, row))
            .collect();
        match self.deed {
            Deed::Many => picked.into(),
            Deed::One | Deed::UpdateOne | Deed::DeleteOne => {
                picked.into_iter().next().unwrap_or(Value::Null)
            }
            Deed::UpdateMany | Deed::DeleteMany => bulk(self.table, &self.field.selection, &rows),
        }
    }
}

fn bulk(table: &Table, selection: &[Field], rows: &[Value]) -> Value {
    let members = selection.iter().map(|field| {
        let value = match field.name.as_str() {
            "affected_rows" => json!(rows.len()),
            "returning" => rows
                .iter()
                .map(|row| pick(table, &field.selection, row))
                .collect(),
            _ => json!(format!("{}_mutation_response", table.name)),
        };
        (field.key().to_owned(), value)
    });
    Value::Object(members.collect())
}

fn pick(table: &Table, selection: &[Field], row: &Value) -> Value {
    let members = selection.iter().map(|field| {
        let value = if field.name == "__typename" {
            json!(table.name)
        } else {
            row[&field.name].clone()
        };
        (field.key().to_owned(), value)
    });
    Value::Object(members.collect())
}
