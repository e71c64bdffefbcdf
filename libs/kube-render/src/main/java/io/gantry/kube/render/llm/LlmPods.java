package io.gantry.kube.render.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.gantry.kserve.combine.LlmWorkload;
import io.gantry.kserve.combine.ModelPlaces;
import io.gantry.kserve.validate.Field;
import io.gantry.kserve.validate.Findings;
import io.gantry.kserve.validate.Refusal;
import io.gantry.kube.render.Artifact;
import io.gantry.kube.render.Model;
import io.gantry.kube.render.PodAssembly;
import io.gantry.kube.render.PodDraft;
import io.gantry.kube.render.PodOwner;
import io.gantry.kube.render.Typed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The pods of a workload.
final class LlmPods {
    /// Splits requests as llm-d's scheduler asks, which is not there to ask.
    private static final String SIDECAR = "llm-d-routing-sidecar";

    private static final String ACCOUNT = "serviceAccountName";

    private final PodAssembly assembly;

    private final List<Artifact> artifacts;
    private final List<String> warmNodes;

    /// @param artifacts what the loader calls the model's files
    /// @param warmNodes names of the nodes that have them already
    LlmPods(PodAssembly assembly, List<Artifact> artifacts, List<String> warmNodes) {
        this.assembly = assembly;
        this.artifacts = artifacts;
        this.warmNodes = warmNodes;
    }

    /// @param member `template` or `worker`
    /// @param app label by which the pods are spread over nodes; null for those of a group
    PodSpec spec(LlmWorkload workload, String member, @Nullable String app, Findings remarks) {
        Field template = workload.field().get(member);
        PodDraft pod = draft(template);
        ObjectNode main = main(pod, template);
        withoutSidecar(pod, template, remarks);
        account(pod, workload);
        Transport.plain(pod, main, template, remarks);
        CacheTiers.add(pod, main, workload.part("kvCacheOffloading"));
        Lora.tell(main, workload.service());
        Tracing.add(main, workload);
        ManagedClaims.add(pod, workload.service(), template.path());
        PodOwner owner =
                new PodOwner(
                        workload.service().namespace(),
                        workload.service().annotations(),
                        null,
                        template.path(),
                        List.of(LlmWorkload.MAIN),
                        app);
        Model model = new Model(ModelPlaces.of(workload.service()), null, artifacts);
        assembly.complete(pod, owner, model, warmNodes);
        return Typed.of(pod.spec(), PodSpec.class, template.path());
    }

    private static PodDraft draft(Field template) {
        if (template.node() instanceof ObjectNode spec) {
            return PodDraft.of(spec);
        }
        throw new Refusal(
                template.path(),
                null,
                "neither the service nor its preset describes these pods",
                "describe them here, or leave out the config that is in the preset's place");
    }

    private static ObjectNode main(PodDraft pod, Field template) {
        return pod.container(LlmWorkload.MAIN)
                .orElseThrow(() ->
                        new Refusal(
                                template.get("containers").path(),
                                null,
                                "there is no container named " + LlmWorkload.MAIN,
                                "name the server's so"));
    }

    private static void withoutSidecar(PodDraft pod, Field template, Findings remarks) {
        if (!(pod.spec().get("initContainers") instanceof ArrayNode before)) {
            return;
        }
        for (int i = 0; i < before.size(); i++) {
            if (before.get(i).path("name").asText().equals(SIDECAR)) {
                before.remove(i);
                template.get("initContainers")
                        .wrong(
                                "%s is left out: there is no llm-d scheduler to tell it what to do"
                                        .formatted(SIDECAR),
                                "send requests to Gantry's proxy",
                                remarks);
                return;
            }
        }
    }

    /// All pods of a workload run as the same account, which its first pod or its others name.
    private static void account(PodDraft pod, LlmWorkload workload) {
        for (String member : List.of("template", "worker")) {
            JsonNode account = workload.part(member).path(ACCOUNT);
            if (!account.asText("").isEmpty()) {
                pod.spec().set(ACCOUNT, account);
                return;
            }
        }
    }
}
