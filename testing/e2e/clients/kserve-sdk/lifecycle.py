"""The life of an InferenceService by KServe's Python SDK, as its documentation shows it.

Usage: lifecycle.py REGISTRY NAME STORAGE_URI. Writes one line for each step that went as it should.
"""

import sys

from kserve import (
    KServeClient,
    V1beta1InferenceService,
    V1beta1InferenceServiceSpec,
    V1beta1ModelFormat,
    V1beta1ModelSpec,
    V1beta1PredictorSpec,
    constants,
)
from kubernetes import client

registry, name, storage_uri = sys.argv[1:]
kubeconfig = {
    "apiVersion": "v1",
    "kind": "Config",
    "current-context": "gantry",
    "contexts": [{"name": "gantry", "context": {"cluster": "gantry", "user": "me"}}],
    "clusters": [{"name": "gantry", "cluster": {"server": registry}}],
    "users": [{"name": "me", "user": {}}],
}
kserve = KServeClient(config_dict=kubeconfig)


def service(max_replicas, version=None):
    return V1beta1InferenceService(
        api_version=constants.KSERVE_V1BETA1,
        kind=constants.KSERVE_KIND_INFERENCESERVICE,
        metadata=client.V1ObjectMeta(name=name, namespace="default", resource_version=version),
        spec=V1beta1InferenceServiceSpec(
            predictor=V1beta1PredictorSpec(
                min_replicas=1,
                max_replicas=max_replicas,
                model=V1beta1ModelSpec(
                    model_format=V1beta1ModelFormat(name="onnx"), storage_uri=storage_uri
                ),
            )
        ),
    )


def replicas(answer):
    return answer["spec"]["predictor"]["maxReplicas"]


assert kserve.create(service(2))["metadata"]["generation"] == 1
print("created")
kserve.wait_isvc_ready(name, namespace="default", timeout_seconds=90, polling_interval=1)
assert kserve.is_isvc_ready(name, namespace="default")
print("ready")
assert replicas(kserve.patch(name, service(3), namespace="default")) == 3
print("patched")
current = kserve.get(name, namespace="default")
replaced = kserve.replace(name, service(4, current["metadata"]["resourceVersion"]), namespace="default")
assert replicas(replaced) == 4
print("replaced")
try:
    kserve.replace(name, service(5, current["metadata"]["resourceVersion"]), namespace="default")
except RuntimeError as error:
    assert "(409)" in str(error), error
    print("refused")
assert name in [each["metadata"]["name"] for each in kserve.get(namespace="default")["items"]]
print("listed")
kserve.delete(name, namespace="default")
try:
    kserve.get(name, namespace="default")
except RuntimeError as error:
    assert "(404)" in str(error), error
    print("deleted")
