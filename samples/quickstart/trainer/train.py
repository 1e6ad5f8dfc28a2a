"""Trains a digit classifier: `python3 -m trainer.train --learning_rate 0.01`."""

import argparse

from .data import CLASSES, HEIGHT, WIDTH, make_examples
from .network import Network

TRAINING_EXAMPLES = 2000
TEST_EXAMPLES = 1000
HIDDEN = 24
BATCH = 4


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Trains a classifier of small handwritten digits.")
    parser.add_argument("--learning_rate", type=float, default=0.1, help="default: %(default)s")
    parser.add_argument("--epochs", type=int, default=5, help="default: %(default)s")
    return parser.parse_args()


def main() -> None:
    arguments = parse_arguments()
    training = make_examples(TRAINING_EXAMPLES, seed=1)
    test = make_examples(TEST_EXAMPLES, seed=2)
    network = Network(WIDTH * HEIGHT, HIDDEN, CLASSES, seed=3)

    print(f"Training with learning rate={arguments.learning_rate} for {arguments.epochs} epochs.")
    for epoch in range(1, arguments.epochs + 1):
        loss, right = 0.0, 0
        for start in range(0, len(training), BATCH):
            batch_loss, batch_right = network.train(
                training[start : start + BATCH], arguments.learning_rate
            )
            loss += batch_loss
            right += batch_right
        report(f"Epoch {epoch}/{arguments.epochs}", loss, right, len(training))

    loss, right = network.evaluate(test)
    report("Model performance", loss, right, len(test))


def report(title: str, loss: float, right: int, count: int) -> None:
    print(f"{title} - loss: {loss / count:.4f} - accuracy: {right / count:.4f}")


if __name__ == "__main__":
    main()
