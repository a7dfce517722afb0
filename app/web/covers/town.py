"""Covers of the town: stage, light, tiles for play, houses."""

from app.web.covers.brush import HEIGHT, WIDTH, Brush, Dice, number


def stage(brush: Brush, dice: Dice) -> list[str]:
    """An open-air shell with its beams and the audience in front."""
    back = dice.pick("e", "d", "a")
    x = dice.between(150, 250)
    shapes = [brush.rect("far", 0, 0, WIDTH, HEIGHT)]
    rings = (back, "c", "pale", dice.pick("d", "e"), "ground")
    for ring, paint in enumerate(rings):
        shapes.append(brush.disc(paint, x, 190, 176 - ring * 30))
    shapes += [brush.rect("deep", 0, 190, WIDTH, 110), brush.rect("c", x - 120, 182, 240, 16, 4)]
    for place in range(dice.whole(1, 3)):
        shapes.append(brush.person("deep", x - 26 + place * 28, 182, 1.35))
    for row in range(3):
        spot = -dice.between(0, 26)
        while spot < 410:
            paint = dice.pick("a", "mid", "b", "e", "d", "c")
            shapes.append(brush.disc(paint, spot, 236 + row * 27, 10.5))
            spot += dice.between(24, 34)
    return shapes


def light(brush: Brush, dice: Dice) -> list[str]:
    """Evening: lamps along a way, windows, a few stars."""
    moon = brush.disc("pale", dice.between(40, 360), dice.between(34, 60), 15)
    stars = [(dice.between(0, 400), dice.between(6, 110)) for _ in range(dice.whole(10, 16))]
    shapes = [
        brush.rect("deep", 0, 0, WIDTH, HEIGHT),
        moon,
        *(brush.disc("mid", x, y, 1.8) for x, y in stars),
    ]
    x = dice.between(-20, 0)
    while x < 400:
        wide, tall = dice.between(54, 84), dice.between(54, 116)
        shapes.append(brush.rect("a", x, 214 - tall, wide - 6, tall + 20, 3))
        lit = [pane for pane in range(int(wide // 20)) if dice.share() < 0.6]
        shapes += [brush.rect("c", x + 8 + pane * 18, 226 - tall, 9, 12, 1.5) for pane in lit]
        x += wide
    shapes.append(brush.shape("e", f"M0 226C120 212 280 240 400 {dice.whole(216, 232)}V300H0Z"))
    gap = dice.between(92, 128)
    for lamp in range(4):
        x = gap * (lamp + 0.35)
        beam = brush.shape("c", f"M{number(x)} 132l34 138q-34 14-68 0Z")
        shapes.append(beam.replace("<path ", '<path opacity=".5" '))
        shapes += [brush.stroke("pale", f"M{number(x)} 270V132", 4), brush.disc("c", x, 130, 10)]
    return shapes


def _tile(brush: Brush, kind: int, paint: str, second: str) -> str:
    if kind == 0:
        quarter = brush.shape(second, "M-50 -50h45a45 45 0 0 1-45 45Z")
        return brush.shape(paint, "M-50 -50h100a100 100 0 0 1-100 100Z") + quarter
    if kind == 1:
        return brush.shape(paint, "M-50 0a50 50 0 0 1 100 0Z") + brush.shape(
            second, "M-50 50a50 50 0 0 1 100 0Z"
        )
    if kind == 2:
        return brush.disc(paint, 0, 0, 34) + brush.disc(second, 0, 0, 14)
    if kind == 3:
        return brush.stroke(
            paint, "M-50 -16a34 34 0 0 0 34-34M-50 16a66 66 0 0 0 66-66M-50 44a94 94 0 0 0 94-94", 11
        )
    return brush.shape(paint, "M-50 50L50 -50V50Z") + brush.disc(second, -18, -18, 13)


def tiles(brush: Brush, dice: Dice) -> list[str]:
    """Play: quarter circles, dots and arcs on a board, turned at random."""
    shapes, side = [brush.rect("ground", 0, 0, WIDTH, HEIGHT)], 100
    for row in range(3):
        for column in range(4):
            x, y = column * side, row * side
            ground = dice.pick("ground", "sky", "mid", "pale", "far")
            paint = dice.pick("a", "b", "c", "d", "e")
            second = dice.pick(*[name for name in "abcde" if name != paint])
            turn = dice.whole(0, 3) * 90
            inner = _tile(brush, dice.whole(0, 4), paint, second)
            shapes.append(brush.rect(ground, x, y, side, side))
            shapes.append(f'<g transform="translate({x + 50} {y + 50}) rotate({turn})">{inner}</g>')
    return shapes


def _house(brush: Brush, dice: Dice, x: float, wide: int) -> list[str]:
    top = dice.whole(104, 150)
    wall, roof = dice.pick("pale", "c", "mid", "far", "ground"), dice.pick("d", "a", "e")
    peak = f"{number(x + wide / 2)} {top - dice.whole(30, 48)}"
    gable = f"M{number(x - 5)} {top + 3}L{peak}L{number(x + wide + 5)} {top + 3}Z"
    panes = [
        brush.rect("deep", x + wide * (0.2 + pane * 0.38), top + 18 + floor * 44, wide * 0.22, 22, 2)
        for pane in range(2)
        for floor in range(2)
    ]
    edge = brush.rect("b", x + wide - 2, top, 4, 160)
    return [brush.rect(wall, x, top, wide, 160), brush.shape(roof, gable), *panes, edge]


def houses(brush: Brush, dice: Dice) -> list[str]:
    """A street of neighbours: gables, windows, a brick wall along the pavement."""
    sun = brush.disc("c", dice.between(60, 340), 58, dice.between(20, 30))
    shapes = [brush.rect("sky", 0, 0, WIDTH, HEIGHT), sun]
    x = -dice.between(0, 30)
    while x < 400:
        wide = dice.whole(70, 104)
        shapes += _house(brush, dice, x, wide)
        x += wide + 2
    shapes.append(brush.rect("d", 0, 238, WIDTH, 62))
    for row in range(4):
        joints = "".join(f"M{place * 36 + (row % 2) * 18} {238 + row * 16}v16" for place in range(12))
        shapes += [brush.stroke("pale", f"M0 {238 + row * 16}h400", 1.6), brush.stroke("pale", joints, 1.6)]
    person = dice.between(60, 330)
    return [*shapes, brush.person("deep", person, 240, 1.2), brush.person("a", person + 26, 240, 1)]
