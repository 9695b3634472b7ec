"""The network of all-MiniLM-L6-v2 written out as an ONNX graph: six BERT layers, mean pooling, unit length."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from milepost_runtime.encoder.shape import INPUTS, OUTPUT, WIDTH

LAYERS, HEADS = 6, 12
HEAD_WIDTH = WIDTH // HEADS
OPSET, IR_VERSION = 17, 8
LAYER_NORM_EPSILON = 1e-12
MASKED = -10_000.0  # added to the score of a padding token before softmax


class _Graph:
    """Nodes and constants in the order in which they were added."""

    def __init__(self, weights: Mapping[str, np.ndarray]) -> None:
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: Any, dtype: type | None = None) -> str:
        array = np.ascontiguousarray(np.asarray(value, dtype))
        self.constants.append(numpy_helper.from_array(array, name))
        return name

    def weight(self, name: str, *, transposed: bool = False) -> str:
        array = self.weights[name]
        return self.constant(name, array.T if transposed else array)

    def node(self, operator: str, *inputs: str, name: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(operator, list(inputs), [name], name=name, **attributes))
        return name

    def linear(self, x: str, prefix: str) -> str:
        product = self.node(
            "MatMul", x, self.weight(f"{prefix}.weight", transposed=True), name=f"{prefix}.product"
        )
        return self.node("Add", product, self.weight(f"{prefix}.bias"), name=f"{prefix}.sum")

    def layer_norm(self, x: str, prefix: str) -> str:
        scale, shift = self.weight(f"{prefix}.weight"), self.weight(f"{prefix}.bias")
        return self.node(
            "LayerNormalization", x, scale, shift, name=f"{prefix}.out", axis=-1, epsilon=LAYER_NORM_EPSILON
        )


def sentence_encoder(weights: Mapping[str, np.ndarray]) -> onnx.ModelProto:
    """Build the graph from the tensors of model.safetensors: token ids in, unit vectors of WIDTH out."""
    graph = _Graph(weights)
    graph.constant("heads", [0, 0, HEADS, HEAD_WIDTH], np.int64)
    graph.constant("together", [0, 0, WIDTH], np.int64)
    graph.constant("scale", 1 / np.sqrt(HEAD_WIDTH), np.float32)
    graph.constant("one", 1, np.float32)
    graph.constant("half", 0.5, np.float32)
    graph.constant("root_two", np.sqrt(2), np.float32)
    x = _embeddings(graph)
    mask = graph.node("Cast", "attention_mask", name="mask", to=TensorProto.FLOAT)
    penalty = _penalty(graph, mask)
    for layer in range(LAYERS):
        x = _layer(graph, x, f"encoder.layer.{layer}", penalty)
    _pooling(graph, x, mask)
    onnx_graph = helper.make_graph(
        graph.nodes,
        "all-MiniLM-L6-v2",
        [helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "tokens"]) for name in INPUTS],
        [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["texts", WIDTH])],
        graph.constants,
    )
    model = helper.make_model(onnx_graph, opset_imports=[helper.make_opsetid("", OPSET)])
    model.ir_version = IR_VERSION
    onnx.checker.check_model(model)
    return model


def _embeddings(graph: _Graph) -> str:
    for name, value in (("first", 0), ("second", 1), ("third", 2)):
        graph.constant(name, [value], np.int64)
    words = graph.node("Gather", graph.weight("embeddings.word_embeddings.weight"), "input_ids", name="words")
    shape = graph.node("Shape", "input_ids", name="shape")
    length = graph.node("Slice", shape, "second", "third", "first", name="length")
    places = graph.node(
        "Slice", graph.weight("embeddings.position_embeddings.weight"), "first", length, "first", name="places"
    )
    kind = graph.constant("kind", graph.weights["embeddings.token_type_embeddings.weight"][0])
    placed = graph.node("Add", words, places, name="placed")
    return graph.layer_norm(graph.node("Add", placed, kind, name="embedded"), "embeddings.LayerNorm")


def _penalty(graph: _Graph, mask: str) -> str:
    graph.constant("masked", MASKED, np.float32)
    graph.constant("middle_axes", [1, 2], np.int64)
    padding = graph.node("Sub", "one", mask, name="padding")
    weighed = graph.node("Mul", padding, "masked", name="weighed")
    return graph.node("Unsqueeze", weighed, "middle_axes", name="penalty")


def _layer(graph: _Graph, x: str, prefix: str, penalty: str) -> str:
    def split(name: str, order: list[int]) -> str:
        flat = graph.linear(x, f"{prefix}.attention.self.{name}")
        return graph.node(
            "Transpose", graph.node("Reshape", flat, "heads", name=f"{flat}.heads"), name=f"{flat}.turned", perm=order
        )

    query, key, value = split("query", [0, 2, 1, 3]), split("key", [0, 2, 3, 1]), split("value", [0, 2, 1, 3])
    scores = graph.node("MatMul", query, key, name=f"{prefix}.scores")
    scaled = graph.node("Mul", scores, "scale", name=f"{prefix}.scaled")
    seen = graph.node("Add", scaled, penalty, name=f"{prefix}.seen")
    attention = graph.node("Softmax", seen, name=f"{prefix}.attention", axis=-1)
    context = graph.node("MatMul", attention, value, name=f"{prefix}.context")
    turned = graph.node("Transpose", context, name=f"{prefix}.turned", perm=[0, 2, 1, 3])
    joined = graph.node("Reshape", turned, "together", name=f"{prefix}.joined")
    attended = graph.linear(joined, f"{prefix}.attention.output.dense")
    x = graph.layer_norm(
        graph.node("Add", attended, x, name=f"{prefix}.first_residual"), f"{prefix}.attention.output.LayerNorm"
    )
    wide = _gelu(graph, graph.linear(x, f"{prefix}.intermediate.dense"), prefix)
    narrow = graph.linear(wide, f"{prefix}.output.dense")
    return graph.layer_norm(
        graph.node("Add", narrow, x, name=f"{prefix}.second_residual"), f"{prefix}.output.LayerNorm"
    )


def _gelu(graph: _Graph, x: str, prefix: str) -> str:
    # The exact form, with erf: BERT was trained with it, and the tanh form drifts over six layers.
    scaled = graph.node("Div", x, "root_two", name=f"{prefix}.gelu.scaled")
    erf = graph.node("Erf", scaled, name=f"{prefix}.gelu.erf")
    gate = graph.node("Add", erf, "one", name=f"{prefix}.gelu.gate")
    gated = graph.node("Mul", x, gate, name=f"{prefix}.gelu.gated")
    return graph.node("Mul", gated, "half", name=f"{prefix}.gelu")


def _pooling(graph: _Graph, x: str, mask: str) -> None:
    graph.constant("last_axis", [-1], np.int64)
    weights = graph.node("Unsqueeze", mask, "last_axis", name="pooling.weights")
    kept = graph.node("Mul", x, weights, name="pooling.kept")
    total = graph.node("ReduceSum", kept, "second", name="pooling.total", keepdims=0)
    count = graph.node("ReduceSum", mask, "second", name="pooling.count", keepdims=1)
    mean = graph.node("Div", total, count, name="pooling.mean")
    graph.node("LpNormalization", mean, name=OUTPUT, axis=-1, p=2)
