"""A flow network in which units are sent one at a time from several starts to one sink."""

from __future__ import annotations

# Every edge stands beside the one that takes it back: `edge ^ 1` is the other.


class Network:
    """Nodes are numbers; the sink is node 0, and every edge carries whole units up to its room."""

    SINK = 0

    def __init__(self) -> None:
        self.out: list[list[int]] = [[]]
        self.to: list[int] = []
        self.room: list[int] = []
        # What cannot reach the sink never will again: no later path leads through it.
        self._dead = bytearray(1)
        self._starts: set[int] = set()
        self._next = [0]  # by node, the first edge that is not yet used up by straight paths

    def node(self) -> int:
        """A new node."""
        self.out.append([])
        self._dead.append(0)
        self._next.append(0)
        return len(self.out) - 1

    def edge(self, tail: int, head: int, room: int) -> int:
        """A new edge with room for so many units."""
        number = len(self.to)
        self.to += (head, tail)
        self.room += (room, 0)
        self.out[tail].append(number)
        self.out[head].append(number + 1)
        return number

    def carried(self, edge: int) -> int:
        """How many units an edge carries."""
        return self.room[edge ^ 1]

    def push(self, edges: list[int], units: int = 1) -> None:
        """Send units along a path."""
        for edge in edges:
            self.room[edge] -= units
            self.room[edge ^ 1] += units

    def start(self) -> int:
        """A new node from which units are sent."""
        node = self.node()
        self._starts.add(node)
        return node

    def send_straight(self, start: int, turn: int) -> bool:
        """Send a unit from `start` by a path on which nothing is taken back, if one is soon found.

        The edges of `start` are tried in turn from the `turn`-th on.
        """
        path = self._straight_from(start, turn)
        self.push(path)
        return bool(path)

    def send(self, start: int, most: int = 1) -> int:
        """Send up to `most` units from `start` to the sink by one path (Ford and Fulkerson 1956).

        Answers with how many went; 0 if none can, now or later.
        """
        if self._dead[start]:
            return 0
        path = self.path(start, self.SINK)
        if not path:
            return 0
        units = min(most, min(self.room[edge] for edge in path))
        self.push(path, units)
        return units

    def path(self, start: int, goal: int) -> list[int]:
        """The edges of a path with room on each, not across the sink; empty if there is none.

        Depth first, and from every start on the way straight on where that can be: where most is
        taken, a broad search would look at the whole network each time.
        """
        to_sink = goal == self.SINK
        out, to, room = self.out, self.to, self.room
        # Going to another node than the sink one may also come where no way leads to the sink.
        dead = self._dead if to_sink else bytearray(len(self.out))
        dead[self.SINK] = not to_sink
        came_by: dict[int, int] = {start: -1}
        waiting = [start]
        while waiting:
            tail = waiting.pop()
            for edge in out[tail]:
                head = to[edge]
                if room[edge] and head not in came_by and not dead[head]:
                    came_by[head] = edge
                    if head == goal:
                        return self._back(came_by, goal)
                    if to_sink and head in self._starts and (on := self._straight_from(head, 0)):
                        return [*self._back(came_by, head), *on]
                    waiting.append(head)
        if to_sink:
            for node in came_by:
                dead[node] = 1
        return []

    def _straight_from(self, start: int, turn: int) -> list[int]:
        first_edges = self.out[start]
        for number in range(len(first_edges)):
            edge = first_edges[(turn + number) % len(first_edges)]
            if self.room[edge] and not edge & 1 and (path := self._straight(self.to[edge])):
                return [edge, *path]
        return []

    def _straight(self, start: int) -> list[int]:
        """A path on which nothing is taken back.

        What is used up is not looked at again, so that all of them together cost no more than one
        look at each edge.
        """
        path: list[int] = []
        node = start
        while node != self.SINK:
            edges, place = self.out[node], self._next[node]
            while place < len(edges) and (edges[place] & 1 or not self.room[edges[place]]):
                place += 1
            self._next[node] = place
            if place < len(edges):
                path.append(edges[place])
                node = self.to[edges[place]]
            elif path:
                node = self.to[path.pop() ^ 1]
                self._next[node] += 1
            else:
                return []
        return path

    def _back(self, came_by: dict[int, int], goal: int) -> list[int]:
        edges = []
        edge = came_by[goal]
        while edge >= 0:
            edges.append(edge)
            edge = came_by[self.to[edge ^ 1]]
        edges.reverse()
        return edges
