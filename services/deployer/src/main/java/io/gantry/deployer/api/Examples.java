package io.gantry.deployer.api;

/// Examples in the OpenAPI document.
final class Examples {

    static final String PREDICTORS =
            """
            [
              {
                "namespace": "default",
                "name": "minilm",
                "revision": "minilm-00001",
                "phase": "Ready",
                "desiredReplicas": 1,
                "readyReplicas": 1,
                "runtime": "gantry-onnx",
                "endpoints": [
                  {
                    "id": "minilm-00001-x7kq2mf",
                    "host": "127.0.0.1",
                    "port": 40123,
                    "node": "local",
                    "ready": true,
                    "startMillis": 1240,
                    "coldStartMillis": 1263
                  }
                ]
              }
            ]
            """;

    static final String NOT_FOUND =
            """
            {
              "type": "urn:gantry:problem:predictor-not-found",
              "title": "There is no such predictor",
              "status": 404,
              "detail": "The deployer runs nothing for default/minilm; GET /v1/predictors lists what it runs."
            }
            """;

    static final String WRONG_PARAMETER =
            """
            {
              "type": "urn:gantry:problem:invalid-parameter",
              "title": "A parameter has a wrong value",
              "status": 400,
              "detail": "tail is \\"many\\"; it has to be a number from 0 to 100000.",
              "errors": [{"field": "tail", "message": "has to be a number from 0 to 100000"}]
            }
            """;

    static final String LOG =
            """
            2026-01-31 10:15:02 INFO Loading /mnt/models/model.onnx
            2026-01-31 10:15:03 INFO Ready
            """;

    private Examples() {}
}
