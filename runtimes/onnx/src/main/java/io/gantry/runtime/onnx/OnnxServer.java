package io.gantry.runtime.onnx;

import io.gantry.runtime.server.arguments.Argument;
import io.gantry.runtime.server.arguments.Argument.Kind;
import io.gantry.runtime.server.process.ServerProcess;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;

/// The entry point.
@QuarkusMain
public final class OnnxServer {

    public static final String PROGRAM = "gantry-onnx";

    static final List<Argument> ARGUMENTS =
            List.of(
                    new Argument("model-name", "gantry.onnx.model-name", Kind.TEXT),
                    new Argument("model-dir", "gantry.onnx.model-dir", Kind.TEXT),
                    new Argument("model-version", "gantry.onnx.model-version", Kind.TEXT),
                    new Argument("http-port", "quarkus.http.port", Kind.NUMBER),
                    new Argument("host", "quarkus.http.host", Kind.TEXT),
                    new Argument("threads", "gantry.onnx.threads", Kind.NUMBER),
                    new Argument("queue-size", "gantry.onnx.queue-size", Kind.NUMBER),
                    new Argument("max-batch-size", "gantry.onnx.text.max-batch-size", Kind.NUMBER),
                    new Argument(
                            "max-batch-tokens", "gantry.onnx.text.max-batch-tokens", Kind.NUMBER),
                    new Argument("max-tokens", "gantry.onnx.text.max-tokens", Kind.NUMBER),
                    new Argument("tokenizer", "gantry.onnx.text.tokenizer", Kind.TEXT),
                    new Argument(
                            "pooling",
                            "gantry.onnx.text.pooling",
                            Kind.oneOf("mean", "cls", "max", "last")),
                    new Argument("normalize", "gantry.onnx.text.normalize", Kind.TRUTH));

    private OnnxServer() {}

    public static void main(String... arguments) {
        ServerProcess.run(PROGRAM, ARGUMENTS, arguments);
    }
}
