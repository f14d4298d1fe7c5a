"""Writes first_steps.csv: theta after each of three steps of PyTorch's optimisers, in float64.

Theta is laid out as [bias, weight, weight]; weight decay spares the bias. Made with torch 1.13:

    python3 first_steps.py > first_steps.csv
"""

import torch

THETA = [0.5, -1.25, 2.0]
GRADIENTS = [[0.3, -0.02, 4.0], [-0.7, 0.05, 1.5], [0.1, 1e-4, -2.5]]

RULES = {
    "gradientDescent": lambda p: torch.optim.SGD(p, lr=0.1),
    "momentum": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9),
    "nesterov": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True),
    "adam": lambda p: torch.optim.Adam(p, lr=0.1, betas=(0.9, 0.999), eps=1e-8),
    "adamW": lambda p: torch.optim.AdamW(p, lr=0.1, betas=(0.9, 0.999), eps=1e-8),
    "rmsProp": lambda p: torch.optim.RMSprop(p, lr=0.1, alpha=0.9, eps=1e-8),
}

print("rule,step,bias,weight1,weight2")
for name, rule in RULES.items():
    bias = torch.tensor(THETA[:1], dtype=torch.float64)
    weights = torch.tensor(THETA[1:], dtype=torch.float64)
    decay = 0.04 if name == "adamW" else 0.0
    groups = [
        {"params": [bias], "weight_decay": 0.0},
        {"params": [weights], "weight_decay": decay},
    ]
    optimizer = rule(groups)
    for step, gradient in enumerate(GRADIENTS, start=1):
        bias.grad = torch.tensor(gradient[:1], dtype=torch.float64)
        weights.grad = torch.tensor(gradient[1:], dtype=torch.float64)
        optimizer.step()
        theta = bias.tolist() + weights.tolist()
        print(",".join([name, str(step)] + [repr(x) for x in theta]))
