package io.gantry.runtime.llamacpp;

import io.gantry.runtime.server.arguments.Argument;
import io.gantry.runtime.server.arguments.Argument.Kind;
import io.gantry.runtime.server.process.ServerProcess;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;

/// The entry point.
@QuarkusMain
public final class LlamaServer {

    public static final String PROGRAM = "gantry-llamacpp";

    /// Named as vLLM's where it has the same.
    static final List<Argument> ARGUMENTS =
            List.of(
                    new Argument("model-name", "gantry.llamacpp.model-name", Kind.TEXT),
                    new Argument("model-dir", "gantry.llamacpp.model-dir", Kind.TEXT),
                    new Argument("model-file", "gantry.llamacpp.model-file", Kind.TEXT),
                    new Argument("http-port", "quarkus.http.port", Kind.NUMBER),
                    new Argument("host", "quarkus.http.host", Kind.TEXT),
                    new Argument("max-model-len", "gantry.llamacpp.max-model-len", Kind.NUMBER),
                    new Argument("max-num-seqs", "gantry.llamacpp.max-num-seqs", Kind.NUMBER),
                    new Argument("queue-size", "gantry.llamacpp.queue-size", Kind.NUMBER),
                    new Argument("threads", "gantry.llamacpp.threads", Kind.NUMBER));

    private LlamaServer() {}

    public static void main(String... arguments) {
        ServerProcess.run(PROGRAM, ARGUMENTS, arguments);
    }
}
