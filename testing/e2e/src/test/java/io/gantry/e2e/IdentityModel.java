package io.gantry.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/// A model that returns its input `x`, FP32 `[-1, 2]`, as `y`: ONNX with opset 17.
final class IdentityModel {

    private static final String ONNX =
            "CAg6QQoQCgF4EgF5IghJZGVudGl0eRIBZ1oUCgF4Eg8KDQgBEgkKAxIBbgoCCAJiFAoBeRIPCg0IARIJCgMSAW4KAggCQgIQEQ==";

    private IdentityModel() {}

    /// The directory of its files, below the suite's.
    static Path files(RunningSuite suite) throws IOException {
        Path directory = Files.createDirectories(suite.path().resolve("models/identity"));
        Files.write(directory.resolve("model.onnx"), Base64.getDecoder().decode(ONNX));
        return directory;
    }
}
