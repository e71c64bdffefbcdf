package io.gantry.kserve.combine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.llm.LlmConversion;
import io.gantry.kserve.llm.LlmDefaults;
import io.gantry.kserve.llm.LlmValidation;
import io.gantry.kserve.llm.LlmVersion;
import io.gantry.kserve.llm.SpecMerge;
import io.gantry.kserve.validate.Field;
import io.gantry.kserve.validate.Findings;
import io.gantry.kserve.validate.Refusal;
import io.gantry.kserve.validate.Violation;
import java.util.ArrayList;
import java.util.List;

/// Puts a service together from presets, the configs that it names, and its own spec, each over the
/// one before (`config_merge.go`, combineBaseRefsConfig), and fills in the templates.
///
/// KServe's templates see the service's own spec only; here they see the merged one, so that what a
/// config says of parallelism reaches the server.
final class Combining {
    private static final List<String> NOT_THE_PODS = List.of("baseRefs", "router");

    private final ObjectNode service;
    private final ObjectNode metadata;
    private final Configs configs;
    private final Findings remarks;

    /// @param remarks what of it is passed over
    Combining(ObjectNode resource, Configs configs, Findings remarks) {
        this.service = LlmConversion.toV1alpha2(resource);
        this.metadata = service.withObject("/metadata");
        this.configs = configs;
        this.remarks = remarks;
    }

    Combination.Combined combined() {
        if (metadata.path("name").asText("").isEmpty()) {
            throw new Refusal("metadata.name", null, "it has no name", "give it one");
        }
        String namespace = metadata.path("namespace").asText("default");
        ObjectNode own = service.withObject("/spec");
        List<ObjectNode> bases = configs.named(namespace, new Field("spec", own).get("baseRefs"));
        leaveNameToBases(own, bases);
        ObjectNode resolved = complete(SpecMerge.merge(bases, own));
        check(resolved);
        PassedOver.remark(new Field("spec", resolved), remarks);

        List<Presets.Preset> presets = new Presets(configs, namespace).of(metadata, resolved);
        List<ObjectNode> all = presets.stream().map(Presets.Preset::spec).toList();
        List<ObjectNode> given =
                presets.stream().filter(each -> !each.ours()).map(Presets.Preset::spec).toList();
        ObjectNode merged = merged(all, bases, own);
        Variables variables = new Variables(metadata, merged);
        LlmService filled =
                LlmService.of(
                        metadata,
                        (ObjectNode) GoTemplate.fill(new Field("spec", merged), variables));
        return new Combination.Combined(
                filled, ModelPlaces.of(filled), merged(given, bases, own), remarks.all());
    }

    private ObjectNode merged(List<ObjectNode> presets, List<ObjectNode> bases, ObjectNode own) {
        List<ObjectNode> layers = new ArrayList<>(presets);
        layers.addAll(bases);
        return complete(SpecMerge.merge(layers, own)).remove(NOT_THE_PODS);
    }

    /// A name that is the service's was filled in by admission, and says nothing.
    private void leaveNameToBases(ObjectNode own, List<ObjectNode> bases) {
        boolean said =
                bases.stream().anyMatch(base -> !base.at("/model/name").asText("").isEmpty());
        JsonNode name = own.at("/model/name");
        if (said && name.equals(metadata.get("name"))) {
            own.withObject("/model").remove("name");
        }
    }

    /// The spec with KServe's defaults.
    private ObjectNode complete(ObjectNode spec) {
        ObjectNode whole = service.deepCopy();
        whole.set("spec", spec);
        return LlmDefaults.apply(whole).withObject("/spec");
    }

    /// KServe has the API server check what comes out of merging.
    private void check(ObjectNode resolved) {
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
