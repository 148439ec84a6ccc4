//! `where`, `order_by`, `limit` and `offset`.

use std::cmp::Ordering;

use serde_json::Value;

use super::parse::{Field, Input};
use super::resolve::Variables;
use super::table::Table;
use super::{Checked, Problem};

/// The rows a field selects, in the order it asks for.
pub(super) fn apply(
    table: &Table,
    visible: &dyn Fn(&str) -> bool,
    field: &Field,
    variables: &Variables,
    rows: Vec<Value>,
) -> Checked<Vec<Value>> {
    let path = format!("$.selectionSet.{}.args", field.name);
    let mut kept = Vec::new();
    for row in rows {
        let matches = match field.argument("where") {
            None => true,
            Some(condition) => {
                let path = format!("{path}.where");
                holds(table, visible, condition, variables, &row, &path)?
            }
        };
        if matches {
            kept.push(row);
        }
    }
    if let Some(order) = field.argument("order_by") {
        // The last key first: sorting is stable.
        for item in variables.items(order)?.iter().rev() {
            for (column, direction) in variables.members(item, &path)?.iter().rev() {
                if !visible(column) {
                    let kind = format!("{}_order_by", table.name);
                    return Err(unknown(&format!("{path}.order_by"), column, &kind));
                }
                let direction = variables.value(direction)?;
                let descending = direction
                    .as_str()
                    .is_some_and(|word| word.starts_with("desc"));
                kept.sort_by(|one, other| {
                    let order = compare(&one[column], &other[column]);
                    if descending { order.reverse() } else { order }
                });
            }
        }
    }
    let count = |name: &str| -> Checked<Option<usize>> {
        let value = match field.argument(name) {
            None => return Ok(None),
            Some(input) => variables.typed(input, "Int", &format!("{path}.{name}"))?,
        };
        Ok(value.as_u64().and_then(|count| usize::try_from(count).ok()))
    };
    let skipped = count("offset")?.unwrap_or(0);
    let taken = count("limit")?.unwrap_or(usize::MAX);
    Ok(kept.into_iter().skip(skipped).take(taken).collect())
}

/// Whether a condition holds for a row.
pub(super) fn holds(
    table: &Table,
    visible: &dyn Fn(&str) -> bool,
    condition: &Input,
    variables: &Variables,
    row: &Value,
    path: &str,
) -> Checked<bool> {
    let part = |inner: &Input| holds(table, visible, inner, variables, row, path);
    for (name, inner) in variables.members(condition, path)? {
        let fits = match name.as_str() {
            "_and" => {
                let parts: Checked<Vec<bool>> =
                    variables.items(&inner)?.iter().map(&part).collect();
                parts?.into_iter().all(|holds| holds)
            }
            "_or" => {
                let parts: Checked<Vec<bool>> =
                    variables.items(&inner)?.iter().map(&part).collect();
                parts?.into_iter().any(|holds| holds)
            }
            "_not" => !part(&inner)?,
            column => match table.column_type(column).filter(|_| visible(column)) {
                Some(kind) => compares(kind, &row[column], &inner, variables, path)?,
                None => {
                    return Err(unknown(path, column, &format!("{}_bool_exp", table.name)));
                }
            },
        };
        if !fits {
            return Ok(false);
        }
    }
    Ok(true)
}

fn compares(
    kind: &str,
    value: &Value,
    comparison: &Input,
    variables: &Variables,
    path: &str,
) -> Checked<bool> {
    for (operator, operand) in variables.members(comparison, path)? {
        let typed = || typed(&operand, kind, variables, path);
        let fits = match operator.as_str() {
            "_eq" => *value == typed()?,
            "_neq" => *value != typed()?,
            "_gt" => compare(value, &typed()?).is_gt(),
            "_gte" => compare(value, &typed()?).is_ge(),
            "_lt" => compare(value, &typed()?).is_lt(),
            "_lte" => compare(value, &typed()?).is_le(),
            "_is_null" => value.is_null() == (variables.value(&operand)? == true),
            "_in" | "_nin" => {
                let list = variables.value(&operand)?;
                let is_in = list.as_array().is_some_and(|items| items.contains(value));
                is_in == (operator == "_in")
            }
            other => {
                return Err(unknown(path, other, &format!("{kind}_comparison_exp")));
            }
        };
        if !fits {
            return Ok(false);
        }
    }
    Ok(true)
}

fn typed(operand: &Input, kind: &str, variables: &Variables, path: &str) -> Checked<Value> {
    let value = variables.typed(operand, kind, path)?;
    if kind == "uuid" {
        check_uuid(&value, path)?;
    }
    Ok(value)
}

/// Postgres reads an id before it looks for it.
pub(super) fn check_uuid(value: &Value, path: &str) -> Checked<()> {
    match value.as_str() {
        Some(text) if crate::nhost::schema::is_uuid(&text.to_lowercase()) => Ok(()),
        Some(text) => Err(Problem::new(
            path,
            "data-exception",
            format!("invalid input syntax for type uuid: \"{text}\""),
        )),
        None => Err(Problem::invalid(
            path,
            "unexpected null value for type 'uuid'",
        )),
    }
}

fn unknown(path: &str, field: &str, kind: &str) -> Problem {
    Problem::invalid(
        &format!("{path}.{field}"),
        format!("field '{field}' not found in type: '{kind}'"),
    )
}

fn compare(one: &Value, other: &Value) -> Ordering {
    match (one.as_str(), other.as_str()) {
        (Some(one), Some(other)) => one.cmp(other),
        _ => match (one.as_f64(), other.as_f64()) {
            (Some(one), Some(other)) => one.total_cmp(&other),
            _ => Ordering::Equal,
        },
    }
}
