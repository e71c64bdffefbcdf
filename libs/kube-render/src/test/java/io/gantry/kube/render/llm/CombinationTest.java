package io.gantry.kube.render.llm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.validate.Violation;
import org.junit.jupiter.api.Test;

/// What a service inherits, and from whom.
class CombinationTest {

    @Test
    void shouldLayConfigsInTheirOrderAndTheServiceOnTop() {
        ObjectNode service =
                Llm.serving(
                        "baseRefs: [{name: a}, {name: b}]\n"
                                + "template: {containers: [{name: main, env: [{name: OWN, value: own}]}]}");

        Llm rendered =
                Llm.render(
                        service,
                        Llm.config("b", env("A: b, B: b, OWN: b")),
                        Llm.config("a", "replicas: 2\n" + env("A: a, OWN: a, ONLY_A: a")));

        assertThat(rendered.main().path("env"))
                .contains(
                        Llm.yaml("{name: OWN, value: own}"),
                        Llm.yaml("{name: A, value: b}"),
                        Llm.yaml("{name: B, value: b}"),
                        Llm.yaml("{name: ONLY_A, value: a}"))
                .doesNotContain(Llm.yaml("{name: A, value: a}"));
        assertThat(rendered.object("Deployment/llama-kserve").at("/spec/replicas").asInt())
                .isEqualTo(2);
    }

    @Test
    void shouldTakeTheModelOfAConfigWithItsName() {
        ObjectNode service = Llm.service("llama", "spec: {baseRefs: [{name: model}]}");
        ObjectNode stored = Llm.service("llama", "spec: {baseRefs: [{name: model}]}");
        stored.withObject("/spec/model").put("name", "llama");
        ObjectNode config = Llm.config("model", "model: {uri: 's3://b/m', name: served}");

        assertThat(Llm.arguments(Llm.render(service, config).main()))
                .contains("--served-model-name=served");
        assertThat(Llm.render(stored, config)).isEqualTo(Llm.render(service, config));
    }

    @Test
    void shouldPreferTheConfigOfTheNamespace() {
        ObjectNode everybodys = Llm.config("a", "replicas: 1");
        ObjectNode kserves = Llm.config("a", "replicas: 2");
        kserves.withObject("/metadata").put("namespace", "kserve");
        ObjectNode own = Llm.config("a", "replicas: 3");
        own.withObject("/metadata").put("namespace", Llm.NAMESPACE);
        ObjectNode others = Llm.config("a", "replicas: 4");
        others.withObject("/metadata").put("namespace", "other");

        assertThat(replicas(others, everybodys)).isEqualTo(1);
        assertThat(replicas(others, everybodys, kserves)).isEqualTo(2);
        assertThat(replicas(others, everybodys, kserves, own)).isEqualTo(3);
    }

    private static int replicas(ObjectNode... configs) {
        return Llm.render(Llm.serving("baseRefs: [{name: a}]"), configs)
                .object("Deployment/llama-kserve")
                .at("/spec/replicas")
                .asInt();
    }

    @Test
    void shouldSayWhichConfigIsNotThere() {
        Violation custom =
                Llm.refused(
                        Llm.serving("baseRefs: [{name: a}, {name: b}]"),
                        Llm.config("a", "replicas: 1"));
        Violation shipped =
                Llm.refused(Llm.serving("baseRefs: [{name: kserve-config-llm-scheduler}]"));

        assertThat(custom.field()).isEqualTo("spec.baseRefs[1].name");
        assertThat(custom.found()).isEqualTo("b");
        assertThat(custom.remedy()).isEqualTo("give it, or remove it from baseRefs");
        assertThat(shipped.found()).isEqualTo("kserve-config-llm-scheduler");
        assertThat(shipped.remedy()).contains("the preset that KServe ships");
    }

    @Test
    void shouldUseAPresetThatIsGivenInPlaceOfItsOwn() {
        ObjectNode preset =
                Llm.config(
                        "kserve-config-llm-template",
                        "template: {containers: [{name: main, image: 'theirs:1', args: ['--model', '{{ .Spec.Model.Name }}']}]}");

        Llm rendered = Llm.render(Llm.serving("replicas: 1"), preset);

        assertThat(rendered.main().path("image").asText()).isEqualTo("theirs:1");
        assertThat(rendered.main().path("args")).isEqualTo(Llm.yaml("['--model', llama]"));
        assertThat(rendered.main().has("command")).isFalse();
    }

    @Test
    void shouldTakeThePresetOfTheShape() {
        String worker = "{containers: [{name: main}]}";
        ObjectNode single = preset("template", "single");
        ObjectNode decode = preset("decode-template", "decode");
        ObjectNode data = preset("worker-data-parallel", "data");
        ObjectNode prefill =
                Llm.config(
                        "kserve-config-llm-prefill-template",
                        "prefill: {template: {containers: [{name: main, image: prefill}]}}");

        Llm one = Llm.render(Llm.serving("replicas: 1"), single, decode, data, prefill);
        Llm two = Llm.render(Llm.serving("prefill: {}"), single, decode, data, prefill);
        Llm many =
                Llm.render(
                        Llm.serving("parallelism: {data: 4, dataLocal: 2}\nworker: " + worker),
                        single,
                        decode,
                        data,
                        prefill);

        assertThat(one.main().path("image").asText()).isEqualTo("single");
        assertThat(two.main().path("image").asText()).isEqualTo("decode");
        assertThat(
                        Llm.main(
                                        two.object("Deployment/llama-kserve-prefill")
                                                .at("/spec/template/spec"))
                                .path("image")
                                .asText())
                .isEqualTo("prefill");
        assertThat(
                        Llm.main(
                                        many.object("LeaderWorkerSet/llama-kserve-mn")
                                                .at(
                                                        "/spec/leaderWorkerTemplate/leaderTemplate/spec"))
                                .path("image")
                                .asText())
                .isEqualTo("data");
    }

    private static ObjectNode preset(String shape, String image) {
        return Llm.config(
                "kserve-config-llm-" + shape,
                "template: {containers: [{name: main, image: %s}]}\n".formatted(image));
    }

    @Test
    void shouldShowTemplatesWhatConfigsSay() {
        ObjectNode preset =
                Llm.config(
                        "kserve-config-llm-template",
                        "template: {containers: [{name: main, image: i, args: ['--tp={{ .Spec.Parallelism.Tensor }}']}]}");

        Llm rendered =
                Llm.render(
                        Llm.serving("baseRefs: [{name: four}]"),
                        preset,
                        Llm.config("four", "parallelism: {tensor: 4}"));

        assertThat(rendered.main().path("args")).isEqualTo(Llm.yaml("['--tp=4']"));
    }

    @Test
    void shouldRefuseWhatNoServiceMaySayOnceItIsMerged() {
        Violation why =
                Llm.refused(
                        Llm.serving("replicas: 1\nbaseRefs: [{name: scaled}]"),
                        Llm.config(
                                "scaled",
                                "scaling: {maxReplicas: 2, keda: {triggers: [{type: cron}]}}"));

        assertThat(why.field()).isEqualTo("spec.scaling");
        assertThat(why.message()).contains("mutually exclusive");
    }

    @Test
    void shouldTakeBothVersions() {
        ObjectNode old =
                Llm.resource(
                        "v1alpha1",
                        "LLMInferenceService",
                        """
                        metadata: {name: llama, namespace: models}
                        spec: {baseRefs: [{name: a}], model: {uri: 'hf://o/m', criticality: Critical}}
                        """);
        ObjectNode config = Llm.config("a", "replicas: 2");
        ObjectNode oldConfig = config.deepCopy().put("apiVersion", "serving.kserve.io/v1alpha1");

        assertThat(Llm.render(old, oldConfig))
                .isEqualTo(Llm.render(Llm.serving("baseRefs: [{name: a}]"), config));
    }

    @Test
    void shouldSayWhatItPassesOver() {
        Llm managed =
                Llm.render(Llm.serving("router: {scheduler: {}, route: {http: {}}, gateway: {}}"));
        Llm settings =
                Llm.render(
                        Llm.serving(
                                "router: {scheduler: {template: {}}, route: {group: g, weight: 3}}"));

        assertThat(managed.remarks()).isEmpty();
        assertThat(settings.remarks())
                .hasSize(2)
                .anyMatch(each -> each.startsWith("spec.router.route.group: "))
                .anyMatch(each -> each.startsWith("spec.router.scheduler.template: "));
        assertThat(managed.names())
                .containsExactly("Service/llama-kserve-workload-svc", "Deployment/llama-kserve");
    }

    private static String env(String variables) {
        StringBuilder list = new StringBuilder();
        for (String variable : variables.split(", ", -1)) {
            String[] parts = variable.split(": ", 2);
            list.append("{name: %s, value: %s},".formatted(parts[0], parts[1]));
        }
        return "template: {containers: [{name: main, env: [%s]}]}".formatted(list);
    }
}
