package io.gantry.kserve.combine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import java.util.List;

/// Gantry's presets: vLLM that serves the model at `/mnt/models` on port 8000, without a sidecar,
/// as routing is the proxy's.
///
/// As with KServe's, arguments of a manifest go to the server besides the preset's, and so does the
/// variable `VLLM_ADDITIONAL_ARGS`: the preset's are part of the command.
final class OwnPresets {
    private static final String IMAGE = "docker.io/vllm/vllm-openai:v0.23.0";
    private static final String HOME = "/home";
    private static final String SHARED_MEMORY = "/dev/shm";

    private OwnPresets() {}

    /// As KServe's tracing preset has it.
    static ObjectNode tracing() {
        ObjectNode preset = KServeJson.mapper().createObjectNode();
        preset.putObject("tracing")
                .put("exporterEndpoint", "http://otel-collector:4317")
                .put("sampler", "parentbased_traceidratio")
                .put("samplerArg", "0.05")
                .put("exporter", "otlp");
        return preset;
    }

    /// What serves a workload of this shape.
    static ObjectNode workload(LlmWorkload workload) {
        ObjectNode preset = KServeJson.mapper().createObjectNode();
        String member = workload.role().member();
        ObjectNode part = member.isEmpty() ? preset : preset.putObject(member);
        ServerCommand command = new ServerCommand(workload);
        if (!workload.multiNode()) {
            part.set("template", serving(command.single()));
            return preset;
        }
        ObjectNode first = serving(command.first());
        address(first.withObject("/containers/0"));
        part.set("template", first);
        part.set("worker", pod(command.further()));
        return preset;
    }

    /// A pod that is asked for completions.
    private static ObjectNode serving(List<String> command) {
        ObjectNode pod = pod(command);
        ObjectNode main = (ObjectNode) pod.at("/containers/0");
        main.putArray("ports")
                .addObject()
                .put("containerPort", ServerCommand.PORT)
                .put("name", "http");
        probe(main, "startupProbe", 10, 60);
        probe(main, "readinessProbe", 5, 3);
        probe(main, "livenessProbe", 10, 10);
        return pod;
    }

    private static ObjectNode pod(List<String> command) {
        ObjectNode pod = KServeJson.mapper().createObjectNode();
        ObjectNode main = pod.putArray("containers").addObject();
        main.put("name", LlmWorkload.MAIN).put("image", IMAGE);
        ArrayNode words = main.putArray("command");
        command.forEach(words::add);
        main.putArray("env").addObject().put("name", "HOME").put("value", HOME);
        ObjectNode security = main.putObject("securityContext");
        security.put("allowPrivilegeEscalation", false);
        security.putObject("capabilities").putArray("drop").add("ALL");
        security.putObject("seccompProfile").put("type", "RuntimeDefault");
        main.put("terminationMessagePolicy", "FallbackToLogsOnError");
        volume(pod, main, "home", HOME);
        // vLLM's processes hand tensors to each other there.
        ((ObjectNode) volume(pod, main, "dshm", SHARED_MEMORY)).put("medium", "Memory");
        return pod;
    }

    /// By a name, the first of several servers could not listen.
    private static void address(ObjectNode main) {
        main.withArray("env")
                .addObject()
                .put("name", ServerCommand.OWN_ADDRESS)
                .putObject("valueFrom")
                .putObject("fieldRef")
                .put("fieldPath", "status.podIP");
    }

    private static JsonNode volume(ObjectNode pod, ObjectNode main, String name, String path) {
        main.withArray("volumeMounts").addObject().put("name", name).put("mountPath", path);
        return pod.withArray("volumes").addObject().put("name", name).putObject("emptyDir");
    }

    private static void probe(ObjectNode main, String name, int period, int failures) {
        ObjectNode probe = main.putObject(name);
        probe.putObject("httpGet").put("path", "/health").put("port", ServerCommand.PORT);
        probe.put("periodSeconds", period)
                .put("timeoutSeconds", 5)
                .put("failureThreshold", failures);
    }
}
