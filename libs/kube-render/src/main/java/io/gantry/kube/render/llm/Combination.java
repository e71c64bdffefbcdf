package io.gantry.kube.render.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.llm.LlmConversion;
import io.gantry.kserve.llm.LlmDefaults;
import io.gantry.kserve.llm.LlmValidation;
import io.gantry.kserve.llm.LlmVersion;
import io.gantry.kserve.llm.SpecMerge;
import io.gantry.kserve.validate.Field;
import io.gantry.kserve.validate.Findings;
import io.gantry.kserve.validate.Violation;
import io.gantry.kube.render.Refusal;
import java.util.ArrayList;
import java.util.List;

/// Puts a service together from presets, the configs that it names, and its own spec, each over the
/// one before (`config_merge.go`, combineBaseRefsConfig), and fills in the templates.
///
/// KServe's templates see the service's own spec only; here they see the merged one, so that what a
/// config says of parallelism reaches the server.
final class Combination {
    private Combination() {}

    /// @param remarks what of it is passed over
    static LlmService of(ObjectNode resource, Configs configs, Findings remarks) {
        ObjectNode service = LlmConversion.toV1alpha2(resource);
        ObjectNode metadata = service.withObject("/metadata");
        if (metadata.path("name").asText("").isEmpty()) {
            throw new Refusal("metadata.name", null, "it has no name", "give it one");
        }
        String namespace = metadata.path("namespace").asText("default");
        ObjectNode own = service.withObject("/spec");
        List<ObjectNode> bases = configs.named(namespace, new Field("spec", own).get("baseRefs"));
        leaveNameToBases(metadata, own, bases);
        ObjectNode resolved = complete(service, SpecMerge.merge(bases, own));
        check(service, resolved);
        PassedOver.remark(new Field("spec", resolved), remarks);

        List<ObjectNode> layers =
                new ArrayList<>(new Presets(configs, namespace).of(metadata, resolved));
        layers.addAll(bases);
        ObjectNode merged = complete(service, SpecMerge.merge(layers, own));
        merged.remove(List.of("baseRefs", "router"));
        Variables variables = new Variables(metadata, merged);
        return new LlmService(
                metadata, (ObjectNode) GoTemplate.fill(new Field("spec", merged), variables));
    }

    /// A name that is the service's was filled in by admission, and says nothing.
    private static void leaveNameToBases(
            ObjectNode metadata, ObjectNode own, List<ObjectNode> bases) {
        boolean said =
                bases.stream().anyMatch(base -> !base.at("/model/name").asText("").isEmpty());
        JsonNode name = own.at("/model/name");
        if (said && name.equals(metadata.get("name"))) {
            own.withObject("/model").remove("name");
        }
    }

    /// The spec with KServe's defaults.
    private static ObjectNode complete(ObjectNode service, ObjectNode spec) {
        ObjectNode whole = service.deepCopy();
        whole.set("spec", spec);
        return LlmDefaults.apply(whole).withObject("/spec");
    }

    /// KServe has the API server check what comes out of merging.
    private static void check(ObjectNode service, ObjectNode resolved) {
        ObjectNode whole = service.deepCopy();
        whole.set("spec", resolved);
        Findings findings = new Findings();
        LlmValidation.check(Field.root(whole), LlmVersion.V1ALPHA2, findings);
        if (!findings.all().isEmpty()) {
            Violation first = findings.all().getFirst();
            throw new Refusal(first.field(), first.found(), first.message(), first.remedy());
        }
    }
}
