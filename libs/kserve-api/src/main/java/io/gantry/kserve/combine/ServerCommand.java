package io.gantry.kserve.combine;

import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.llm.Parallelism;
import io.gantry.kserve.validate.Field;
import io.gantry.kserve.validate.Refusal;
import java.util.ArrayList;
import java.util.List;

/// How Gantry's presets start vLLM: a shell that takes its own arguments for the server's, so that
/// those of the container come last.
record ServerCommand(LlmWorkload workload) {
    /// KServe's port of LLM servers, see [LlmWorkload#PORT].
    static final int PORT = LlmWorkload.PORT;

    /// The variable with the address of the pod.
    static final String OWN_ADDRESS = "POD_IP";

    private static final String MODEL = "/mnt/models";
    private static final int RPC_PORT = 5555;

    /// Variables that LeaderWorkerSets give to their pods.
    private static final String LEADER = "LWS_LEADER_ADDRESS";

    private static final String INDEX = "LWS_WORKER_INDEX";

    /// `eval`, since quotes in the variable are meant for the server.
    private static final String SERVE =
            "eval \"exec vllm serve \\\"\\$@\\\" %s${VLLM_ADDITIONAL_ARGS:-}\"";

    /// On one node.
    List<String> single() {
        List<String> args = common();
        Field data = parallelism("data");
        Field local = parallelism("dataLocal");
        if (data.number(1) > local.number(1)) {
            throw new Refusal(
                    data.path(),
                    String.valueOf(data.number()),
                    "one pod has dataLocal engines, %d, and no worker has the others"
                            .formatted(local.number(1)),
                    "describe a worker, or make both the same");
        }
        flag(args, "--pipeline-parallel-size", parallelism("pipeline"));
        flag(args, "--data-parallel-size", data);
        return command("", SERVE.formatted(""), args);
    }

    /// The first of several nodes, which answers requests.
    List<String> first() {
        List<String> args = common();
        if (dataParallel()) {
            dataParallel(args, OWN_ADDRESS);
        } else {
            pipelineParallel(args);
        }
        return command("", SERVE.formatted(""), args);
    }

    /// The other nodes. One that starts before the first waits for its name.
    List<String> further() {
        List<String> args = common();
        args.add("--headless");
        String rank = "";
        if (dataParallel()) {
            dataParallel(args, LEADER);
            rank =
                    "--data-parallel-start-rank=$((%s * %d)) "
                            .formatted(INDEX, parallelism("dataLocal").number(1));
        } else {
            pipelineParallel(args);
        }
        String wait =
                "until getent hosts \"$%s\" > /dev/null; do sleep 1; done\n".formatted(LEADER);
        return command(wait, SERVE.formatted(rank), args);
    }

    private List<String> common() {
        LlmService service = workload.service();
        List<String> args = new ArrayList<>();
        args.add(model(service));
        args.add("--served-model-name=" + service.modelName());
        args.add("--port=" + PORT);
        flag(args, "--tensor-parallel-size", parallelism("tensor"));
        if (parallelism("expert").node().asBoolean()) {
            args.add("--enable-expert-parallel");
        }
        if (workload.part("kvCacheOffloading").isObject()) {
            args.add(
                    "--kv-transfer-config="
                            + KServeJson.toJson(KvTransfer.of(workload.part("kvCacheOffloading"))));
        }
        return args;
    }

    /// Without a download, vLLM fetches a model of the Hugging Face Hub by itself.
    private static String model(LlmService service) {
        String uri = service.spec().at("/model/uri").asText();
        return !ModelPlaces.downloads(service) && uri.startsWith(ModelPlaces.HUB)
                ? uri.substring(ModelPlaces.HUB.length())
                : MODEL;
    }

    private void dataParallel(List<String> args, String address) {
        flag(args, "--data-parallel-size", parallelism("data"));
        flag(args, "--data-parallel-size-local", parallelism("dataLocal"));
        args.add("--data-parallel-address=$(%s)".formatted(address));
        args.add("--data-parallel-rpc-port=" + parallelism("dataRPCPort").number(RPC_PORT));
    }

    private void pipelineParallel(List<String> args) {
        Field stages = parallelism("pipeline");
        flag(args, "--pipeline-parallel-size", stages);
        args.add("--nnodes=" + stages.number(1));
        args.add("--node-rank=$(%s)".formatted(INDEX));
        args.add("--master-addr=$(%s)".formatted(LEADER));
    }

    private boolean dataParallel() {
        return Parallelism.dataParallel(workload.parallelism());
    }

    private Field parallelism(String kind) {
        return workload.parallelism().get(kind);
    }

    private static void flag(List<String> args, String name, Field value) {
        if (value.number() != null) {
            args.add("%s=%d".formatted(name, value.number()));
        }
    }

    /// The word after the script is the shell's name, and no argument.
    private static List<String> command(String before, String serve, List<String> args) {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", before + serve, "vllm"));
        command.addAll(args);
        return command;
    }
}
