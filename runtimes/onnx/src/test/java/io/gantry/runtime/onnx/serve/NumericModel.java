package io.gantry.runtime.onnx.serve;

import io.gantry.runtime.onnx.model.OnnxFile;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.nio.file.Path;
import java.util.Map;

/// A server of a model that adds two tensors.
public class NumericModel implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        Path directory = OnnxFile.add().writeTo(Path.of("target", "test-models", "add"));
        return Map.of(
                "gantry.onnx.model-name",
                "add",
                "gantry.onnx.model-dir",
                directory.toAbsolutePath().toString());
    }
}
