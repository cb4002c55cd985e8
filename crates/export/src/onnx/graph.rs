//! A graph that is put together node by node: values by name, each name given once.

use super::proto::{
    AttributeProto, AttributeType, DataType, DimensionProto, GraphProto, NodeProto, TensorProto, TensorShapeProto,
    TensorTypeProto, TypeProto, ValueInfoProto,
};
use std::collections::BTreeSet;

/// The dimension of sessions, whose length is not known before.
const SESSIONS: &str = "sessions";

/// A value of the graph, by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Value(String);

/// A graph in the making.
#[derive(Default)]
pub(super) struct Graph {
    graph: GraphProto,
    taken: BTreeSet<String>,
    constants: Vec<(u64, Value)>,
}

impl Graph {
    /// A graph that leaves these names to its outputs.
    pub fn new(outputs: &[&str]) -> Self {
        Self { taken: outputs.iter().map(|&name| name.to_owned()).collect(), ..Self::default() }
    }

    /// An input of a number or a text for each session. Where another value has its name, it gets `col.` before it.
    pub fn input(&mut self, name: &str, data_type: DataType, doc: String) -> Value {
        let mut name = name.to_owned();
        while !self.taken.insert(name.clone()) {
            name.insert_str(0, "col.");
        }
        self.graph.input.push(column(&name, data_type, doc));
        Value(name)
    }

    /// A constant number, of any shape that it meets.
    pub fn number(&mut self, value: f64) -> Value {
        let bits = value.to_bits();
        if let Some((_, known)) = self.constants.iter().find(|&&(known, _)| known == bits) {
            return known.clone();
        }
        let value = self.initializer(doubles(&[1, 1], &[value]));
        self.constants.push((bits, value.clone()));
        value
    }

    /// A constant whole number, of any shape that it meets.
    pub fn whole_number(&mut self, value: i64) -> Value {
        self.initializer(tensor(DataType::Int64, &[1, 1], value.to_le_bytes().to_vec()))
    }

    /// A constant list of numbers.
    pub fn numbers(&mut self, values: &[f64]) -> Value {
        self.initializer(doubles(&[values.len() as i64], values))
    }

    fn initializer(&mut self, tensor: TensorProto) -> Value {
        let value = self.fresh("constant");
        self.graph.initializer.push(TensorProto { name: Some(value.0.clone()), ..tensor });
        value
    }

    /// What an operator of ONNX makes of these values.
    pub fn node(&mut self, operator: &str, inputs: &[&Value]) -> Value {
        self.node_with("", operator, inputs, Vec::new())
    }

    /// What an operator of a domain makes of these values, with these attributes.
    pub fn node_with(
        &mut self,
        domain: &str,
        operator: &str,
        inputs: &[&Value],
        attribute: Vec<AttributeProto>,
    ) -> Value {
        let value = self.fresh(operator);
        self.push(domain, operator, inputs, attribute, value)
    }

    /// The same as another value, under the name of an output: a number for each session.
    pub fn output(&mut self, name: &str, value: &Value, data_type: DataType, doc: String) {
        self.push("", "Identity", &[value], Vec::new(), Value(name.to_owned()));
        self.graph.output.push(column(name, data_type, doc));
    }

    fn push(
        &mut self,
        domain: &str,
        operator: &str,
        inputs: &[&Value],
        attribute: Vec<AttributeProto>,
        output: Value,
    ) -> Value {
        self.graph.node.push(NodeProto {
            input: inputs.iter().map(|input| input.0.clone()).collect(),
            output: vec![output.0.clone()],
            name: Some(format!("make {}", output.0)),
            op_type: Some(operator.to_owned()),
            attribute,
            doc_string: None,
            domain: (!domain.is_empty()).then(|| domain.to_owned()),
        });
        output
    }

    /// A cast to another type.
    pub fn cast(&mut self, value: &Value, to: DataType) -> Value {
        self.node_with("", "Cast", &[value], vec![int("to", to as i64)])
    }

    /// The graph with its name and what it says of itself.
    pub fn finish(self, name: &str, doc: String) -> GraphProto {
        GraphProto { name: Some(name.to_owned()), doc_string: Some(doc), ..self.graph }
    }

    /// A value with a name that no other has.
    fn fresh(&mut self, operator: &str) -> Value {
        let mut number = self.graph.node.len() + self.graph.initializer.len();
        loop {
            let name = format!("{operator}_{number}");
            if self.taken.insert(name.clone()) {
                return Value(name);
            }
            number += 1;
        }
    }
}

/// A column of so many sessions as there are.
fn column(name: &str, data_type: DataType, doc: String) -> ValueInfoProto {
    let dim = vec![
        DimensionProto { dim_value: None, dim_param: Some(SESSIONS.to_owned()) },
        DimensionProto { dim_value: Some(1), dim_param: None },
    ];
    let tensor_type = TensorTypeProto { elem_type: Some(data_type as i32), shape: Some(TensorShapeProto { dim }) };
    ValueInfoProto {
        name: Some(name.to_owned()),
        r#type: Some(TypeProto { tensor_type: Some(tensor_type) }),
        doc_string: Some(doc),
    }
}

fn tensor(data_type: DataType, dims: &[i64], raw_data: Vec<u8>) -> TensorProto {
    TensorProto { dims: dims.to_vec(), data_type: Some(data_type as i32), name: None, raw_data: Some(raw_data) }
}

fn doubles(dims: &[i64], values: &[f64]) -> TensorProto {
    tensor(DataType::Double, dims, values.iter().flat_map(|value| value.to_le_bytes()).collect())
}

fn attribute(name: &str, kind: AttributeType) -> AttributeProto {
    AttributeProto { name: Some(name.to_owned()), r#type: Some(kind as i32), ..AttributeProto::default() }
}

/// An attribute of a whole number.
pub(super) fn int(name: &str, value: i64) -> AttributeProto {
    AttributeProto { i: Some(value), ..attribute(name, AttributeType::Int) }
}

/// An attribute of whole numbers.
pub(super) fn ints(name: &str, values: Vec<i64>) -> AttributeProto {
    AttributeProto { ints: values, ..attribute(name, AttributeType::Ints) }
}

/// An attribute of texts.
pub(super) fn strings(name: &str, values: &[String]) -> AttributeProto {
    let strings = values.iter().map(|value| value.as_bytes().to_vec()).collect();
    AttributeProto { strings, ..attribute(name, AttributeType::Strings) }
}

/// An attribute of doubles.
pub(super) fn double_tensor(name: &str, values: &[f64]) -> AttributeProto {
    let t = TensorProto { name: Some(name.to_owned()), ..doubles(&[values.len() as i64], values) };
    AttributeProto { t: Some(t), ..attribute(name, AttributeType::Tensor) }
}

/// An attribute of bytes.
pub(super) fn byte_tensor(name: &str, values: Vec<u8>) -> AttributeProto {
    let t = tensor(DataType::Uint8, &[values.len() as i64], values);
    AttributeProto {
        t: Some(TensorProto { name: Some(name.to_owned()), ..t }),
        ..attribute(name, AttributeType::Tensor)
    }
}
