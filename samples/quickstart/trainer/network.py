"""A neural network with one hidden layer, trained by gradient descent (Adam).

Sums are written as loops: the built-in `sum` rounds differently from Python 3.12 on, and a run
should print the same numbers everywhere.
"""

from math import exp, log, sqrt
from random import Random
from typing import List, Sequence, Tuple

from .data import Example

MEAN_DECAY = 0.9
SQUARE_DECAY = 0.999
TINY = 1e-8

Vector = List[float]


class Layer:
    """The weights from each input to each output, and what Adam remembers of their gradients."""

    def __init__(self, inputs: int, outputs: int, random: Random) -> None:
        scale = sqrt(6 / inputs)
        self.weights = [
            [scale * (2 * random.random() - 1) for _ in range(outputs)] for _ in range(inputs)
        ]
        self.weights.append([0.0] * outputs)  # the bias: the weights of an input that is always 1
        self.steps = 0
        self.mean = self.zeros()
        self.square = self.zeros()
        self.gradient = self.zeros()

    def zeros(self) -> List[Vector]:
        return [[0.0] * len(weights) for weights in self.weights]

    def forward(self, inputs: Vector) -> Vector:
        """Gives the outputs. Most pixels are paper, and an input of 0 costs nothing."""
        outputs = list(self.weights[-1])
        for value, weights in zip(inputs, self.weights):
            if value:
                outputs = [output + value * weight for output, weight in zip(outputs, weights)]
        return outputs

    def backward(self, inputs: Vector, errors: Vector) -> None:
        """Adds one example's errors to the gradient of the batch."""
        for i, value in enumerate(inputs):
            if value:
                self.gradient[i] = [g + value * error for g, error in zip(self.gradient[i], errors)]
        self.gradient[-1] = [g + error for g, error in zip(self.gradient[-1], errors)]

    def errors_of_inputs(self, errors: Vector) -> Vector:
        """Gives each input's share of the errors."""
        totals = []
        for weights in self.weights[:-1]:
            total = 0.0
            for weight, error in zip(weights, errors):
                total += weight * error
            totals.append(total)
        return totals

    def step(self, learning_rate: float) -> None:
        """Moves the weights against the gradient of the batch, and forgets it."""
        self.steps += 1
        rate = learning_rate * sqrt(1 - SQUARE_DECAY**self.steps) / (1 - MEAN_DECAY**self.steps)
        for i, gradient in enumerate(self.gradient):
            self.mean[i] = mean = [
                MEAN_DECAY * m + (1 - MEAN_DECAY) * g for m, g in zip(self.mean[i], gradient)
            ]
            self.square[i] = square = [
                SQUARE_DECAY * s + (1 - SQUARE_DECAY) * g * g
                for s, g in zip(self.square[i], gradient)
            ]
            self.weights[i] = [
                w - rate * m / (sqrt(s) + TINY) for w, m, s in zip(self.weights[i], mean, square)
            ]
        self.gradient = self.zeros()


class Network:
    """Pixels in, the probability of each class out."""

    def __init__(self, inputs: int, hidden: int, classes: int, seed: int) -> None:
        random = Random(seed)
        self.hidden = Layer(inputs, hidden, random)
        self.output = Layer(hidden, classes, random)

    def predict(self, pixels: Vector) -> Tuple[Vector, Vector]:
        """Gives the activity of the hidden layer and the probability of each class."""
        activity = [max(0.0, value) for value in self.hidden.forward(pixels)]
        return activity, softmax(self.output.forward(activity))

    def train(self, batch: Sequence[Example], learning_rate: float) -> Tuple[float, int]:
        """Learns from one batch. Gives the sum of the losses and the number of right answers."""
        loss, right = 0.0, 0
        for pixels, label in batch:
            activity, probabilities = self.predict(pixels)
            loss += cross_entropy(probabilities, label)
            right += best(probabilities) == label

            errors = list(probabilities)
            errors[label] -= 1
            self.output.backward(activity, errors)
            hidden_errors = [
                error if active else 0.0
                for error, active in zip(self.output.errors_of_inputs(errors), activity)
            ]
            self.hidden.backward(pixels, hidden_errors)

        self.hidden.step(learning_rate)
        self.output.step(learning_rate)
        return loss, right

    def evaluate(self, examples: Sequence[Example]) -> Tuple[float, int]:
        """Gives the sum of the losses and the number of right answers, and learns nothing."""
        loss, right = 0.0, 0
        for pixels, label in examples:
            _, probabilities = self.predict(pixels)
            loss += cross_entropy(probabilities, label)
            right += best(probabilities) == label
        return loss, right


def softmax(values: Vector) -> Vector:
    highest = max(values)
    powers = [exp(value - highest) for value in values]
    total = 0.0
    for power in powers:
        total += power
    return [power / total for power in powers]


def cross_entropy(probabilities: Vector, label: int) -> float:
    return -log(max(probabilities[label], 1e-12))


def best(probabilities: Vector) -> int:
    return probabilities.index(max(probabilities))
