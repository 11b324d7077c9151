"""The peer that most would write: SQLModel with relationships, each loaded when it is touched."""

from datetime import date

from sqlalchemy import Engine
from sqlmodel import Field, Relationship, Session, SQLModel, create_engine, select
from sqlmodel.sql.expression import SelectOfScalar

from store.tables import Readings, UseCases


class LazyUseCase(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    title: str
    owner: str
    sponsor: str
    stage: str
    contracts: list["LazyContract"] = Relationship(back_populates="use_case")
    controls: list["LazyControl"] = Relationship(back_populates="use_case")
    signatures: list["LazySignature"] = Relationship(back_populates="use_case")
    readings: list["LazyReading"] = Relationship(back_populates="use_case")


class LazyContract(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    of: int = Field(foreign_key="lazyusecase.id", index=True)
    kpi: str
    baseline: float
    target: float
    use_case: LazyUseCase = Relationship(back_populates="contracts")


class LazyControl(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    of: int = Field(foreign_key="lazyusecase.id", index=True)
    control: str
    answer: str
    use_case: LazyUseCase = Relationship(back_populates="controls")


class LazySignature(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    of: int = Field(foreign_key="lazyusecase.id", index=True)
    by: str
    role: str
    use_case: LazyUseCase = Relationship(back_populates="signatures")


class LazyReading(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    of: int = Field(foreign_key="lazyusecase.id", index=True)
    day: date
    value: float
    use_case: LazyUseCase = Relationship(back_populates="readings")


KINDS = (LazyUseCase, LazyContract, LazyControl, LazySignature, LazyReading)


def engine(path: str) -> Engine:
    """An engine on that file."""
    return create_engine(f"sqlite:///{path}")


def opened(path: str, count: int, readings: int) -> Engine:
    """An engine of that many use cases with that many readings."""
    made = engine(path)
    SQLModel.metadata.create_all(made, tables=[one.__table__ for one in KINDS])
    numbers = range(1, count + 1)
    with made.begin() as connection:
        plain = {"title": "Faster quotes", "owner": "U0ANNA", "sponsor": "U0BEN", "stage": "frame"}
        connection.execute(LazyUseCase.__table__.insert(), [{"id": one, **plain} for one in numbers])
        parts = [
            (LazyContract, [{"kpi": "days", "baseline": 5.0, "target": 3.0}]),
            (LazyControl, [{"control": str(one), "answer": "so"} for one in range(5)]),
            (LazySignature, [{"by": "U0ANNA", "role": role} for role in ("owner", "sponsor")]),
            (LazyReading, [{"day": date(2026, 1, 6), "value": 4.5} for _ in range(readings)]),
        ]
        for kind, rows in parts:
            connection.execute(
                kind.__table__.insert(), [{"of": one, **row} for one in numbers for row in rows]
            )
    return made


def each_alone(engine: Engine, workspace: str) -> list[tuple[UseCases, list[Readings]]]:
    """The product's own rows, whole, as such objects: a query for the readings of each use case."""
    with Session(engine) as session:
        found = session.exec(select(UseCases).where(UseCases.workspace == workspace)).all()
        return [(one, list(session.exec(_readings_of(one)).all())) for one in found]


def _readings_of(one: UseCases) -> SelectOfScalar[Readings]:
    here = (Readings.workspace == one.workspace, Readings.use_case == one.number)
    return select(Readings).where(*here).order_by(Readings.number)


def load(engine: Engine, number: int) -> tuple[LazyUseCase, int]:
    """One use case, every part touched."""
    with Session(engine) as session:
        found = session.get_one(LazyUseCase, number)
        parts = (found.contracts, found.controls, found.signatures, found.readings)
        return found, sum(len(part) for part in parts)


def listed(engine: Engine) -> list[tuple[str, float]]:
    """All of them with their latest reading: a query for each."""
    with Session(engine) as session:
        return [
            (one.title, max(one.readings, key=lambda r: r.day).value)
            for one in session.exec(select(LazyUseCase))
        ]
