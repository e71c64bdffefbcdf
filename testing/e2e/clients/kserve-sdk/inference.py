"""Asks a model by KServe's Python inference client.

Usage: inference.py PROXY MODEL, whose input is x, [-1, 2] of FP32. Writes one line for each step that went as it should.
"""

import asyncio
import sys

import httpx
from kserve import InferenceRESTClient, InferInput, InferRequest, RESTConfig

proxy, name = sys.argv[1:]


async def main():
    v2 = InferenceRESTClient(RESTConfig(protocol="v2", retries=0, timeout=60))
    assert await v2.is_server_live(proxy)
    print("live")
    assert await v2.is_server_ready(proxy)
    assert await v2.is_model_ready(proxy, name)
    print("ready")
    values = InferInput("x", [1, 2], "FP32", data=[1.0, 2.0])
    answer = await v2.infer(proxy, InferRequest(name, [values]), model_name=name)
    assert answer.model_name == name and answer.outputs[0].data == [1.0, 2.0], answer
    print("inferred")
    v1 = InferenceRESTClient(RESTConfig(protocol="v1", retries=0, timeout=60))
    assert await v1.is_model_ready(proxy, name)
    answer = await v1.infer(proxy, {"instances": [[1.0, 2.0]]}, model_name=name)
    assert answer["predictions"] == [[1.0, 2.0]], answer
    print("predicted")
    try:
        await v2.infer(proxy, InferRequest("no-such-model", [values]), model_name="no-such-model")
    except httpx.HTTPStatusError as error:
        assert error.response.status_code == 404, error
        print("refused")


asyncio.run(main())
