package io.gantry.kserve.combine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gantry.kserve.api.KServeJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the expressions in templates stand for.
final class Variables {
    private static final Map<String, String> POINTERS = pointers();

    /// The variables that there are, as people write them.
    static final List<String> KNOWN = List.copyOf(POINTERS.keySet());

    private static final Pattern WORD =
            Pattern.compile("\\s*(\"(?<quoted>[^\"]*)\"|`(?<raw>[^`]*)`|(?<bare>[^\\s\"`]+))");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    private final ObjectNode root;

    /// @param spec the merged one
    Variables(ObjectNode metadata, ObjectNode spec) {
        String name = metadata.path("name").asText();
        String namespace = metadata.path("namespace").asText("default");
        root = KServeJson.mapper().createObjectNode();
        root.putObject("metadata").put("name", name).put("namespace", namespace);
        root.set("spec", spec);
        // Gantry's proxy speaks to pods without TLS, and keeps no pool; its name is a name only.
        root.putObject("global")
                .put("enableTLS", false)
                .put("pool", namespace + "/" + ChildNames.of(name, "-inference-pool"));
    }

    /// An expression that is none of those that presets use.
    static final class Unknown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unknown(String message) {
            super(message);
        }
    }

    private static Map<String, String> pointers() {
        Map<String, String> pointers = new TreeMap<>();
        pointers.put(".Name", "/metadata/name");
        pointers.put(".Namespace", "/metadata/namespace");
        pointers.put(".ObjectMeta.Name", "/metadata/name");
        pointers.put(".ObjectMeta.Namespace", "/metadata/namespace");
        pointers.put(".Spec.Model.Name", "/spec/model/name");
        pointers.put(".Spec.Prefill", "/spec/prefill");
        pointers.put(".GlobalConfig.EnableTLS", "/global/enableTLS");
        pointers.put(".GlobalConfig.InferencePoolNamespacedName", "/global/pool");
        workload(pointers, ".Spec", "/spec");
        workload(pointers, ".Spec.Prefill", "/spec/prefill");
        return pointers;
    }

    private static void workload(Map<String, String> pointers, String variable, String pointer) {
        pointers.put(variable + ".KVCacheOffloading", pointer + "/kvCacheOffloading");
        pointers.put(variable + ".Template", pointer + "/template");
        pointers.put(variable + ".Worker", pointer + "/worker");
        String parallelism = variable + ".Parallelism";
        pointers.put(parallelism, pointer + "/parallelism");
        pointers.put(parallelism + ".Tensor", pointer + "/parallelism/tensor");
        pointers.put(parallelism + ".Pipeline", pointer + "/parallelism/pipeline");
        pointers.put(parallelism + ".Data", pointer + "/parallelism/data");
        pointers.put(parallelism + ".DataLocal", pointer + "/parallelism/dataLocal");
        pointers.put(parallelism + ".DataRPCPort", pointer + "/parallelism/dataRPCPort");
        pointers.put(parallelism + ".Expert", pointer + "/parallelism/expert");
    }

    /// The value of an operand, or of a function of operands; a missing node for nothing.
    ///
    /// @throws Unknown when it is neither
    JsonNode value(String expression) {
        List<String> words = new ArrayList<>();
        List<JsonNode> operands = new ArrayList<>();
        Matcher matcher = WORD.matcher(expression);
        int end = 0;
        while (matcher.find(end) && matcher.start() == end) {
            words.add(matcher.group().strip());
            end = matcher.end();
        }
        if (end != expression.length() || words.isEmpty()) {
            throw new Unknown("it cannot be read");
        }
        words.stream().skip(1).forEach(word -> operands.add(operand(word)));
        return operands.isEmpty() ? operand(words.getFirst()) : call(words.getFirst(), operands);
    }

    private JsonNode operand(String word) {
        if (word.startsWith("\"") || word.startsWith("`")) {
            return new TextNode(word.substring(1, word.length() - 1));
        }
        if (NUMBER.matcher(word).matches()) {
            return IntNode.valueOf(Integer.parseInt(word));
        }
        if (word.equals("nil")) {
            return MissingNode.getInstance();
        }
        String pointer = POINTERS.get(word);
        if (pointer == null) {
            throw new Unknown("there is no variable " + word);
        }
        return root.at(pointer);
    }

    private static JsonNode call(String function, List<JsonNode> operands) {
        return switch (function) {
            case "and" -> first(operands, false);
            case "or" -> first(operands, true);
            case "ChildName" ->
                    new TextNode(
                            ChildNames.of(operands.getFirst().asText(), last(operands).asText()));
            case "shutdownTimeout" -> shutdownTimeout(operands.getFirst(), last(operands).asInt());
            case "kvTransferConfig" -> kvTransfer(operands.getFirst());
            default -> throw new Unknown("there is no function " + function);
        };
    }

    private static JsonNode last(List<JsonNode> operands) {
        if (operands.size() != 2) {
            throw new Unknown("it takes two operands");
        }
        return operands.getLast();
    }

    /// The first operand that is true, or that is not, else the last one: Go's `or` and `and`.
    private static JsonNode first(List<JsonNode> operands, boolean wanted) {
        return operands.stream()
                .filter(each -> truth(each) == wanted)
                .findFirst()
                .orElse(operands.getLast());
    }

    static boolean truth(JsonNode value) {
        return switch (value.getNodeType()) {
            case MISSING, NULL -> false;
            case BOOLEAN -> value.asBoolean();
            case NUMBER -> value.asDouble() != 0;
            case STRING -> !value.asText().isEmpty();
            default -> true;
        };
    }

    /// How long the server may go on after its `preStop`, in seconds: what remains of the pod's
    /// grace period but for five that it takes to end.
    private static JsonNode shutdownTimeout(JsonNode pod, int preStop) {
        int grace = pod.path("terminationGracePeriodSeconds").asInt(60);
        return IntNode.valueOf(Math.max(0, grace - preStop - Math.min(5, grace)));
    }

    /// Quotes are escaped for the assignment in double quotes that presets put it into.
    private static JsonNode kvTransfer(JsonNode offloading) {
        if (!offloading.isObject()) {
            return JsonNodeFactory.instance.textNode("");
        }
        String config = KServeJson.toJson(KvTransfer.of(offloading));
        return new TextNode("--kv-transfer-config '%s'".formatted(config.replace("\"", "\\\"")));
    }
}
