"""The projects API as a FastAPI tutorial writes it: async SQLAlchemy over SQLite or PostgreSQL. A peer to measure beside.

SPDX-License-Identifier: MIT
"""
import os
from datetime import datetime
from typing import List, Optional

from fastapi import Depends, FastAPI, HTTPException, Query, Response
from pydantic import BaseModel, Field
from sqlalchemy import Column, DateTime, Integer, String, Text, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import declarative_base, sessionmaker

engine = create_async_engine(os.environ["DATABASE_URL"], pool_pre_ping=True)
sessions = sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)
Base = declarative_base()


class Project(Base):
    __tablename__ = "projects"
    id = Column(Integer, primary_key=True)
    name = Column(String(120), unique=True, index=True, nullable=False)
    description = Column(Text)
    created_at = Column(DateTime(timezone=True), server_default=func.now(), nullable=False)
    updated_at = Column(DateTime(timezone=True), server_default=func.now(), onupdate=func.now(), nullable=False)


class ProjectIn(BaseModel):
    name: str = Field(min_length=2, max_length=120)
    description: Optional[str] = Field(None, max_length=5000)


class ProjectPatch(BaseModel):
    name: Optional[str] = Field(None, min_length=2, max_length=120)
    description: Optional[str] = Field(None, max_length=5000)


class ProjectOut(BaseModel):
    id: int
    name: str
    description: Optional[str]
    created_at: datetime
    updated_at: datetime

    class Config:
        orm_mode = True


class Page(BaseModel):
    items: List[ProjectOut]
    total: int
    limit: int
    offset: int


app = FastAPI()


@app.on_event("startup")
async def make_tables():
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)


async def session():
    async with sessions() as one:
        yield one


async def committed(db: AsyncSession, row: Project) -> Project:
    try:
        await db.commit()
    except IntegrityError:
        await db.rollback()
        raise HTTPException(409, "name already exists")
    await db.refresh(row)
    return row


async def found(db: AsyncSession, project_id: int) -> Project:
    row = await db.get(Project, project_id)
    if row is None:
        raise HTTPException(404, "not found")
    return row


@app.post("/projects", response_model=ProjectOut, status_code=201)
async def create(body: ProjectIn, db: AsyncSession = Depends(session)):
    row = Project(**body.dict())
    db.add(row)
    return await committed(db, row)


@app.get("/projects", response_model=Page)
async def show_all(
    q: Optional[str] = None,
    limit: int = Query(20, ge=1, le=100),
    offset: int = Query(0, ge=0),
    db: AsyncSession = Depends(session),
):
    wanted, number = select(Project), select(func.count()).select_from(Project)
    if q:
        match = Project.name.ilike(f"%{q}%")
        wanted, number = wanted.where(match), number.where(match)
    total = (await db.execute(number)).scalar_one()
    rows = (await db.execute(wanted.order_by(Project.id.desc()).limit(limit).offset(offset))).scalars().all()
    return {"items": rows, "total": total, "limit": limit, "offset": offset}


@app.get("/projects/{project_id}", response_model=ProjectOut)
async def show(project_id: int, db: AsyncSession = Depends(session)):
    return await found(db, project_id)


@app.patch("/projects/{project_id}", response_model=ProjectOut)
async def update(project_id: int, body: ProjectPatch, db: AsyncSession = Depends(session)):
    row = await found(db, project_id)
    for name, value in body.dict(exclude_unset=True).items():
        setattr(row, name, value)
    return await committed(db, row)


@app.delete("/projects/{project_id}", status_code=204)
async def remove(project_id: int, db: AsyncSession = Depends(session)):
    await db.delete(await found(db, project_id))
    await db.commit()
    return Response(status_code=204)
