"""Writes first_steps.csv: theta after each of three steps of PyTorch's optimisers, in float64.

Theta is laid out as [bias, weight, weight]; weight decay spares the bias, and so do the L1 penalty
and the maximum norm. Rules with a plus are held back: gradients are clipped to the norm CLIP, the
penalty L1 is taken up as soft shrinkage by the plain rule and by autograd otherwise, and weights
are kept within the norm MOST. Made with torch 1.13:

    python3 first_steps.py > first_steps.csv
"""

import torch

THETA = [0.5, -1.25, 2.0]
GRADIENTS = [[0.3, -0.02, 4.0], [-0.7, 0.05, 1.5], [0.1, 1e-4, -2.5]]

CLIP = 1.5
L1 = 0.25
MOST = 2.1

RULES = {
    "gradientDescent": lambda p: torch.optim.SGD(p, lr=0.1),
    "momentum": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9),
    "nesterov": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True),
    "adam": lambda p: torch.optim.Adam(p, lr=0.1, betas=(0.9, 0.999), eps=1e-8),
    "adamW": lambda p: torch.optim.AdamW(p, lr=0.1, betas=(0.9, 0.999), eps=1e-8),
    "rmsProp": lambda p: torch.optim.RMSprop(p, lr=0.1, alpha=0.9, eps=1e-8),
}



def shorten(x, longest):
    norm = torch.linalg.norm(x)
    return x * (longest / norm) if norm > longest else x


print("rule,step,bias,weight1,weight2")
for name in [n for n in RULES] + [n + "+" for n in RULES]:
    held_back = name.endswith("+")
    plain = name == "gradientDescent+"
    bias = torch.tensor(THETA[:1], dtype=torch.float64)
    weights = torch.tensor(THETA[1:], dtype=torch.float64, requires_grad=True)
    decay = 0.04 if name.startswith("adamW") else 0.0
    groups = [
        {"params": [bias], "weight_decay": 0.0},
        {"params": [weights], "weight_decay": decay},
    ]
    optimizer = RULES[name.rstrip("+")](groups)
    for step, gradient in enumerate(GRADIENTS, start=1):
        g = torch.tensor(gradient, dtype=torch.float64)
        if held_back and not plain:
            (penalty,) = torch.autograd.grad(L1 * weights.abs().sum(), [weights])
            g[1:] += penalty
        if held_back:
            g = shorten(g, CLIP)
        bias.grad = g[:1].clone()
        weights.grad = g[1:].clone()
        optimizer.step()
        with torch.no_grad():
            if plain:
                weights.copy_(torch.nn.functional.softshrink(weights, 0.1 * L1))
            if held_back:
                weights.copy_(shorten(weights, MOST))
        theta = bias.tolist() + weights.tolist()
        print(",".join([name, str(step)] + [repr(x) for x in theta]))
