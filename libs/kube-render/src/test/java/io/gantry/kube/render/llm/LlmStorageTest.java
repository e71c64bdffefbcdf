package io.gantry.kube.render.llm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.validate.Violation;
import io.gantry.kube.render.KnownCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How the model, its adapters and the cache's tiers get into the pods.
class LlmStorageTest {
    private static final String ADAPTERS =
            "spec: {model: {uri: 'hf://o/m', lora: {%s adapters: [{name: b/x, uri: '%s'}, {name: a, uri: 's3://b/a'}]}}}";

    @ParameterizedTest
    @ValueSource(strings = {"hf://o/m", "s3://b/m", "oci://r/m:1", "oci+native://r/m:1"})
    void shouldDownloadByTheLoader(String uri) {
        Llm rendered = Llm.render(model(uri));

        assertThat(texts(rendered.initContainer("storage-initializer").path("args")))
                .containsExactly("pull", uri, "/mnt/models");
        assertThat(rendered.main().path("volumeMounts"))
                .contains(
                        Llm.yaml(
                                "{name: kserve-provision-location, mountPath: /mnt/models, readOnly: true}"));
    }

    @Test
    void shouldMountAClaim() {
        Llm rendered = Llm.render(model("pvc://models/llama"));

        assertThat(rendered.pod().has("initContainers")).isFalse();
        assertThat(rendered.main().path("volumeMounts"))
                .contains(
                        Llm.yaml(
                                "{name: kserve-pvc-source, mountPath: /mnt/models, subPath: llama, readOnly: true}"));
    }

    @ParameterizedTest
    @CsvSource({
        "gs://b/m, no LLMInferenceService can load",
        "oci+fetch://r/m, no LLMInferenceService can load",
        "pvc://, names no claim",
        "'', has no URI"
    })
    void shouldRefuseWhatKServeCannotLoad(String uri, String message) {
        Violation why = Llm.refused(model(uri));

        assertThat(why.field()).isEqualTo("spec.model.uri");
        assertThat(why.message()).contains(message);
    }

    @Test
    void shouldRefuseToDecrypt() {
        Violation why =
                Llm.refused(
                        Llm.service(
                                "llama",
                                "spec: {model: {uri: 'hf://o/m', confidential: {enabled: true}}}"));

        assertThat(why.field()).isEqualTo("spec.model.confidential.enabled");
    }

    @Test
    void shouldDownloadAdaptersBesideTheModelAndTellTheServer() {
        Llm rendered =
                Llm.render(Llm.service("llama", ADAPTERS.formatted("maxRank: 8,", "hf://o/b")));

        assertThat(texts(rendered.initContainer("storage-initializer").path("args")))
                .containsExactly(
                        "pull",
                        "hf://o/m",
                        "/mnt/models",
                        "s3://b/a",
                        "/mnt/lora/a",
                        "hf://o/b",
                        "/mnt/lora/b-x");
        assertThat(texts(rendered.main().path("args")))
                .containsExactly(
                        "--enable-lora",
                        "--max-lora-rank=8",
                        "--max-loras=2",
                        "--max-cpu-loras=2",
                        "--lora-modules",
                        "a=/mnt/lora/a",
                        "b/x=/mnt/lora/b-x");
        assertThat(rendered.main().path("volumeMounts"))
                .contains(
                        Llm.yaml(
                                "{name: kserve-provision-location, mountPath: /mnt, readOnly: true}"));
    }

    /// Below a directory that is mounted read-only, nothing else could be mounted.
    @Test
    void shouldMountDownloadsApartFromAClaimAmongThem() {
        Llm rendered = Llm.render(Llm.service("llama", ADAPTERS.formatted("", "pvc://c/b")));

        assertThat(rendered.main().path("volumeMounts"))
                .contains(
                        Llm.yaml(
                                "{name: kserve-provision-location, mountPath: /mnt/models, subPath: models, readOnly: true}"),
                        Llm.yaml(
                                "{name: kserve-provision-location, mountPath: /mnt/lora/a, subPath: lora/a, readOnly: true}"),
                        Llm.yaml(
                                "{name: kserve-pvc-source, mountPath: /mnt/lora/b-x, subPath: b, readOnly: true}"));
        assertThat(rendered.initContainer("storage-initializer").path("volumeMounts"))
                .isEqualTo(Llm.yaml("[{name: kserve-provision-location, mountPath: /mnt}]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "args: ['--lora-modules', 'mine=/x']",
                "env: [{name: VLLM_ADDITIONAL_ARGS, value: '--lora-modules mine=/x'}]"
            })
    void shouldLeaveAdaptersToWhoNamesThemToTheServer(String own) {
        ObjectNode service = Llm.service("llama", ADAPTERS.formatted("", "hf://o/b"));
        service.withObject("/spec")
                .set("template", Llm.yaml("containers: [{name: main, %s}]".formatted(own)));

        assertThat(texts(Llm.render(service).main().path("args"))).doesNotContain("--enable-lora");
    }

    @Test
    void shouldRefuseAdaptersThatCannotBeToldApartOrBrought() {
        ObjectNode same =
                Llm.service(
                        "llama",
                        "spec: {model: {uri: 'hf://o/m', lora: {adapters: [{name: a/b, uri: 's3://b/a'}, {name: a-b, uri: 's3://b/b'}]}}}");
        ObjectNode nobody = Llm.service("llama", ADAPTERS.formatted("", "hf://o/b"));
        nobody.withObject("/spec/storageInitializer").put("enabled", false);
        ObjectNode elsewhere = Llm.service("llama", ADAPTERS.formatted("", "gs://b/b"));

        assertThat(Llm.refused(same).message()).contains("the same directory");
        assertThat(Llm.refused(nobody).message()).contains("nobody brings them");
        assertThat(Llm.refused(elsewhere).field()).isEqualTo("spec.model.lora.adapters[0].uri");
    }

    @Test
    void shouldGiveTheLoaderTheAccountsSecretsAndTheManifestsSettings() {
        KnownCluster cluster =
                new KnownCluster()
                        .account("reader", Map.of(), "hub")
                        .secret("hub", Map.of(), "HF_TOKEN");
        Llm rendered =
                Llm.render(
                        cluster,
                        Llm.serving(
                                """
                                template:
                                  serviceAccountName: reader
                                  initContainers: [{name: storage-initializer, env: [{name: A, value: b}], resources: {limits: {memory: 9Gi}}}]
                                """));

        JsonNode loader = rendered.initContainer("storage-initializer");
        assertThat(loader.path("env"))
                .contains(
                        Llm.yaml("{name: A, value: b}"),
                        Llm.yaml(
                                "{name: HF_TOKEN, valueFrom: {secretKeyRef: {name: hub, key: HF_TOKEN}}}"));
        assertThat(loader.at("/resources/limits/memory").asText()).isEqualTo("9Gi");
        assertThat(loader.path("image").asText()).startsWith("gantry/loader");
        assertThat(rendered.pod().path("initContainers")).hasSize(1);
    }

    @Test
    void shouldDropSettingsOfADownloadThatIsNotNeeded() {
        ObjectNode service = model("pvc://models");
        service.withObject("/spec")
                .set("template", Llm.yaml("initContainers: [{name: storage-initializer}]"));

        assertThat(Llm.render(service).pod().has("initContainers")).isFalse();
    }

    @Test
    void shouldMountTheTiersOfTheCacheAndTellTheServer() {
        Llm rendered =
                Llm.render(
                        Llm.serving(
                                """
                                kvCacheOffloading:
                                  cpu: 2Gi
                                  secondary:
                                  - fileSystem: {emptyDir: {size: 10Gi}}
                                  - fileSystem: {pvc: {spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}}
                                  - fileSystem: {pvc: {ref: {name: shared, path: kv/}}}
                                """));

        assertThat(Llm.arguments(rendered.main()))
                .anyMatch(each ->
                        each.startsWith("--kv-transfer-config={\"kv_connector\":")
                                && each.contains("\"cpu_bytes_to_use\":2147483648")
                                && each.contains("/mnt/kv-cache-2"));
        assertThat(rendered.main().path("volumeMounts"))
                .contains(
                        Llm.yaml("{name: kv-cache-secondary-0, mountPath: /mnt/kv-cache-0}"),
                        Llm.yaml(
                                "{name: kv-cache-secondary-2, mountPath: /mnt/kv-cache-2, subPath: kv}"));
        assertThat(Llm.named(rendered.pod().path("volumes"), "kv-cache-secondary-1"))
                .isEqualTo(
                        Llm.yaml(
                                "{name: kv-cache-secondary-1, ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}}}"));
        assertThat(rendered.main().at("/resources/requests/ephemeral-storage").asText())
                .isEqualTo("10Gi");
    }

    private static ObjectNode model(String uri) {
        return Llm.service("llama", "spec: {model: {uri: '%s'}}".formatted(uri));
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
