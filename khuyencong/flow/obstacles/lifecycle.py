"""What may follow what in an obstacle."""

from khuyencong.core.capabilities import Can
from khuyencong.core.lifecycle import Lifecycle, Step
from khuyencong.flow.obstacles.enums import ObstacleAction, ObstacleState

_WAITING = frozenset({ObstacleState.OPEN, ObstacleState.ESCALATED})

OBSTACLE = Lifecycle(
    name="vướng mắc",
    initial=ObstacleState.OPEN,
    steps=(
        Step(ObstacleAction.ESCALATE, _WAITING, ObstacleState.ESCALATED, Can.OBSTACLE_RESOLVE, reason_owed=True),
        Step(ObstacleAction.RESOLVE, _WAITING, ObstacleState.RESOLVED, Can.OBSTACLE_RESOLVE, reason_owed=True),
        Step(
            ObstacleAction.REOPEN,
            frozenset({ObstacleState.RESOLVED}),
            ObstacleState.OPEN,
            Can.OBSTACLE_RESOLVE,
            reason_owed=True,
        ),
        Step(
            ObstacleAction.CLOSE,
            frozenset({ObstacleState.OPEN, ObstacleState.ESCALATED, ObstacleState.RESOLVED}),
            ObstacleState.CLOSED,
            Can.OBSTACLE_RESOLVE,
            reason_owed=True,
        ),
    ),
    final=frozenset({ObstacleState.CLOSED}),
)
