"""Saved views."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from leadline.employees.endpoints.dependencies import Toolbox, asking
from leadline.employees.permissions import VIEW_USE
from leadline.employees.repository.views import ViewRow
from leadline.employees.schemas.views import PageName, ViewCreate, ViewOrder, ViewPatch, ViewShape
from leadline.employees.service import views
from leadline.employees.service.callers import Asking
from leadline.kernel.http.envelope import Answer, answer
from leadline.kernel.http.failures import error_responses
from leadline.kernel.http.parameters import RowId

router = APIRouter(prefix="/api/views", tags=["views"])
User = Annotated[Asking, Depends(asking(VIEW_USE))]


def _shape(row: ViewRow, user_id: int | None) -> ViewShape:
    values = {name: getattr(row, name) for name in row._fields if name != "user_id"}
    return ViewShape(**values, own=row.user_id == user_id)


@router.get(
    "",
    summary="已保存的视图 · Saved views",
    response_model=Answer[list[ViewShape]],
    responses=error_responses(401, 403, 422),
)
async def read_views(
    tools: Toolbox, caller: User, page: Annotated[PageName | None, Query(description="页面 · of this page")] = None
) -> Response:
    """One's own in their order, then those that others share."""
    user_id, rows = await views.list_views(tools.database, caller, page)
    return answer([_shape(row, user_id) for row in rows])


@router.post(
    "",
    status_code=201,
    summary="保存视图 · Save a view",
    response_model=Answer[ViewShape],
    responses=error_responses(401, 403, 409, 422),
)
async def create_view(body: ViewCreate, tools: Toolbox, caller: User) -> Response:
    """To share one takes `view:share`; a new default takes the place of the one before."""
    row = await views.create_view(tools.database, caller, body.model_dump())
    return answer(_shape(row, row.user_id), status=201)


@router.put(
    "/order",
    summary="视图排序 · Order the views",
    response_model=Answer[list[ViewShape]],
    responses=error_responses(401, 403, 404, 409, 422),
)
async def order_views(body: ViewOrder, tools: Toolbox, caller: User) -> Response:
    """One's own views of a page in this order; those that are left out follow."""
    rows = await views.order_views(tools.database, caller, body.page, body.ids)
    return answer([_shape(row, row.user_id) for row in rows])


@router.patch(
    "/{view_id}",
    summary="修改视图 · Change a view",
    response_model=Answer[ViewShape],
    responses=error_responses(401, 403, 404, 409, 422),
)
async def change_view(view_id: RowId, body: ViewPatch, tools: Toolbox, caller: User) -> Response:
    """One's own only: name, query, shared, pinned, default."""
    given = body.model_dump(exclude_unset=True, exclude={"updated_at"})
    row = await views.change_view(tools.database, caller, view_id, given, body.updated_at)
    return answer(_shape(row, row.user_id))


@router.delete(
    "/{view_id}",
    summary="删除视图 · Delete a view",
    response_model=Answer[None],
    responses=error_responses(401, 403, 404, 409),
)
async def delete_view(view_id: RowId, tools: Toolbox, caller: User) -> Response:
    """One's own only."""
    await views.delete_view(tools.database, caller, view_id)
    return answer(None)
