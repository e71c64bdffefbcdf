package io.gantry.kserve.llm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.Yaml;
import io.gantry.kserve.validate.Field;
import io.gantry.kserve.validate.Findings;
import io.gantry.kserve.validate.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LlmValidationTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    router: {route: {http: {refs: [{name: r}], spec: {}}}} | spec.router.route.http | cannot use both custom HTTPRoute refs
                    router: {gateway: {}, route: {http: {refs: [{name: r}]}}} | spec.router.route.http.refs | cannot be used with a managed gateway
                    router: {route: {weight: 1}} | spec.router.route.group | weight requires group
                    router: {route: {group: g}} | spec.router.route.weight | group requires weight
                    router: {ingress: {}, route: {group: g, weight: 1}} | spec.router.route.group | traffic splitting requires Gateway API routing
                    router: {route: {group: g, weight: 1, http: {refs: [{name: r}]}}} | spec.router.route.group | traffic splitting cannot be used with custom HTTPRoute refs
                    router: {scheduler: {replicas: 0}} | spec.router.scheduler.replicas | scheduler replicas must be greater than zero
                    router: {scheduler: {config: {}}} | spec.router.scheduler.config | either inline or ref is required
                    router: {scheduler: {config: {inline: {a: b}, ref: {name: c}}}} | spec.router.scheduler.config | both inline and ref are set
                    router: {scheduler: {config: {inline: {}}}} | spec.router.scheduler.config.inline | inline configuration is invalid
                    router: {scheduler: {config: {ref: {}}}} | spec.router.scheduler.config.ref.name | name is empty
                    worker: {} | spec.worker | when worker is specified, parallelism must be configured
                    worker: {}, parallelism: {tensor: 2} | spec.worker | when worker is specified, parallelism must be configured
                    prefill: {worker: {}} | spec.prefill.worker | when worker is specified
                    parallelism: {pipeline: 0} | spec.parallelism.pipeline | pipeline parallelism must be greater than 0
                    parallelism: {data: -1, dataLocal: 1} | spec.parallelism.data | data parallelism must be greater than 0
                    prefill: {parallelism: {data: 1, dataLocal: 0}} | spec.prefill.parallelism.dataLocal | dataLocal parallelism must be greater than 0
                    replicas: 1, scaling: {maxReplicas: 2, wva: {hpa: {}}} | spec.scaling | scaling and replicas are mutually exclusive
                    scaling: {maxReplicas: 2, wva: {hpa: {}}, keda: {triggers: [{}]}} | spec.scaling | wva and keda are mutually exclusive
                    scaling: {minReplicas: 1, wva: {hpa: {}}} | spec.scaling.minReplicas | minReplicas (1) cannot exceed maxReplicas (0)
                    scaling: {maxReplicas: 2, keda: {triggers: []}} | spec.scaling.keda.triggers | at least one trigger is required
                    scaling: {maxReplicas: 2, keda: {triggers: [{}], advanced: {horizontalPodAutoscalerConfig: {name: h}}}} | spec.scaling.keda.advanced.horizontalPodAutoscalerConfig.name | must not be set
                    scaling: {maxReplicas: 2, wva: {keda: {advanced: {scalingModifiers: {activationTarget: '1'}}}}} | spec.scaling.wva.keda.advanced.scalingModifiers | scalingModifiers must not be set
                    scaling: {maxReplicas: 2, wva: {variantCost: '-1', hpa: {}}} | spec.scaling.wva.variantCost | non-negative numeric string
                    scaling: {maxReplicas: 2, wva: {hpa: {}}}, prefill: {scaling: {maxReplicas: 2, keda: {triggers: [{}]}}} | spec.prefill.scaling | decode uses wva but prefill uses direct keda
                    scaling: {maxReplicas: 2, wva: {hpa: {}}}, prefill: {scaling: {maxReplicas: 2, wva: {keda: {}}}} | spec.prefill.scaling.wva | decode uses hpa but prefill uses keda
                    model: {lora: {maxAdapters: 0}} | spec.model.lora.maxAdapters | maxAdapters must be at least 1
                    model: {lora: {maxCpuAdapters: 0}} | spec.model.lora.maxCpuAdapters | maxCpuAdapters must be at least 1
                    model: {lora: {adapters: [{name: s}]}} | spec.model.lora.adapters[0].name | adapter name must differ from base model name "s"
                    model: {name: m, lora: {adapters: [{name: m}]}} | spec.model.lora.adapters[0].name | adapter name must differ from base model name "m"
                    model: {lora: {adapters: [{name: a}, {name: ''}, {name: a}]}} | spec.model.lora.adapters[2].name | duplicate name (same as adapters[0])
                    model: {confidential: {enabled: true, resourceId: kbs://a/b/c}} | spec.model.confidential.resourceId | must be in the format kbs:///<repo>/<type>/<tag>
                    kvCacheOffloading: {secondary: [{fileSystem: {emptyDir: {}}}]} | spec.kvCacheOffloading.cpu | cpu must be set when secondary tiers are configured
                    kvCacheOffloading: {cpu: 0Gi, secondary: [{fileSystem: {emptyDir: {}}}]} | spec.kvCacheOffloading.cpu | cpu must be set
                    kvCacheOffloading: {cpu: 1Gi, secondary: [{}]} | spec.kvCacheOffloading.secondary[0].fileSystem | fileSystem must be set
                    kvCacheOffloading: {cpu: 1Gi, secondary: [{fileSystem: {}}]} | spec.kvCacheOffloading.secondary[0].fileSystem | exactly one of emptyDir or pvc must be set
                    kvCacheOffloading: {cpu: 1Gi, secondary: [{fileSystem: {emptyDir: {}, pvc: {}}}]} | spec.kvCacheOffloading.secondary[0].fileSystem | multiple are set
                    prefill: {kvCacheOffloading: {cpu: 1Gi, secondary: [{fileSystem: {pvc: {}}}]}} | spec.prefill.kvCacheOffloading.secondary[0].fileSystem.pvc | exactly one of spec or ref must be set
                    kvCacheOffloading: {cpu: 1Gi, secondary: [{fileSystem: {pvc: {spec: {}, ref: {name: c}}}}]} | spec.kvCacheOffloading.secondary[0].fileSystem.pvc | multiple are set
                    kvCacheOffloading: {cpu: 1Gi, secondary: [{fileSystem: {pvc: {ref: {}}}}]} | spec.kvCacheOffloading.secondary[0].fileSystem.pvc.ref.name | name is required
                    rolloutStrategy: {maxSurge: -1} | spec.rolloutStrategy.maxSurge | must be greater than or equal to 0
                    rolloutStrategy: {maxSurge: '1'} | spec.rolloutStrategy.maxSurge | a valid percent string
                    rolloutStrategy: {maxUnavailable: '101%'} | spec.rolloutStrategy.maxUnavailable | must not be greater than 100%
                    rolloutStrategy: {maxUnavailable: 0, maxSurge: '0%'} | spec.rolloutStrategy | cannot both be zero
                    rolloutStrategy: {maxUnavailable: '50%', maxSurge: 0} | spec.rolloutStrategy | cannot both be zero
                    parallelism: {pipeline: 2}, worker: {}, rolloutStrategy: {maxUnavailable: 0} | spec.rolloutStrategy.maxSurge | maxSurge is required for multi-node workloads
                    prefill: {rolloutStrategy: {maxSurge: -1}} | spec.prefill.rolloutStrategy.maxSurge | must be greater than or equal to 0
                    """)
    void shouldNameWhatIsWrong(String spec, String field, String message) {
        List<Violation> violations = violations(spec, LlmVersion.V1ALPHA2);
        assertThat(violations)
                .anyMatch(each -> each.field().equals(field) && each.message().contains(message));
        assertThat(violations).allMatch(each -> !each.remedy().isBlank());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "router: {}",
                "router: {gateway: {}, route: {}, scheduler: {}}",
                "router: {route: {http: {refs: [{name: r}]}}}",
                "router: {gateway: {refs: [{name: g}]}, route: {http: {refs: [{name: r}]}}}",
                "router: {route: {group: g, weight: 0, http: {}}}",
                "router: {scheduler: {replicas: 2, config: {inline: {kind: EndpointPickerConfig}}}}",
                "router: {scheduler: {config: {ref: {name: c}}}}",
                "router: {gateway: {refs: [{name: b}, {name: a, namespace: n}]}, route: {http: {spec: {parentRefs: [{namespace: n, name: a, kind: Gateway}, {name: b}]}}}}",
                "worker: {}, parallelism: {data: 8, dataLocal: 4}",
                "scaling: {maxReplicas: 2, wva: {variantCost: '0', keda: {advanced: {scalingModifiers: {formula: ''}}}}}",
                "scaling: {maxReplicas: 2, wva: {hpa: {}}}, prefill: {scaling: {maxReplicas: 1, wva: {hpa: {}}}}",
                "replicas: 2, prefill: {scaling: {maxReplicas: 1, keda: {triggers: [{}]}}}",
                "model: {confidential: {enabled: true, resourceId: 'kbs:///a/b.c/d'}}",
                "model: {confidential: {enabled: false, resourceId: nonsense}}",
                "kvCacheOffloading: {secondary: []}",
                "kvCacheOffloading: {cpu: 1, secondary: [{fileSystem: {pvc: {ref: {name: c}}}}]}",
                "rolloutStrategy: {maxUnavailable: 0, maxSurge: '1%'}",
                "rolloutStrategy: {maxUnavailable: '100%', maxSurge: 0}",
                "rolloutStrategy: {maxUnavailable: 0}",
                "rolloutStrategy: {maxSurge: 0}",
                "parallelism: {pipeline: 2}, worker: {}, rolloutStrategy: {maxUnavailable: 1}"
            })
    void shouldAcceptWhatKServeAccepts(String spec) {
        assertThat(violations(spec, LlmVersion.V1ALPHA2)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(LlmVersion.class)
    void shouldJudgeParentsByTheVersion(LlmVersion version) {
        // Given
        String same =
                "router: {gateway: {refs: [{name: g}]}, route: {http: {spec: {parentRefs: [{name: g}]}}}}";
        String other =
                "router: {gateway: {refs: [{name: g}]}, route: {http: {spec: {parentRefs: [{name: g, sectionName: s}]}}}}";

        // Then
        assertThat(violations(other, version)).hasSize(1);
        assertThat(violations(same, version)).hasSize(version == LlmVersion.V1ALPHA1 ? 1 : 0);
        assertThat(warnings(same, version)).hasSize(version == LlmVersion.V1ALPHA1 ? 0 : 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    model: {uri: oci://a/b, confidential: {enabled: true}} | spec.model.confidential
                    model: {uri: pvc://a/b, confidential: {enabled: true}} | spec.model.confidential
                    model: {uri: gs://a/b} | spec.model.uri
                    model: {uri: hf://a/b, lora: {adapters: [{name: a, uri: https://a/b}]}} | spec.model.lora.adapters[0].uri
                    """)
    void shouldWarnOfWhatWillNotWork(String spec, String field) {
        assertThat(warnings(spec, LlmVersion.V1ALPHA2))
                .extracting(Violation::field)
                .containsExactly(field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {count: '2'}                                | device-class
                    {class: ' '}                                | device-class
                    {class: A_b}                                | device-class
                    {class: gpu.nvidia.com, count: '0'}         | device-count
                    {class: gpu.nvidia.com, count: many}        | device-count
                    {class: gpu.nvidia.com, selector: "\\n "}   | cel-selector
                    {class: gpu.nvidia.com, container: a.b}     | container-name
                    {class: gpu.nvidia.com, container: ''}      | container-name
                    """)
    void shouldCheckTheAnnotationsOfManagedDevices(String annotations, String field) {
        assertThat(devices(annotations))
                .extracting(Violation::field)
                .containsExactly(
                        "metadata.annotations[\"serving.kserve.io/exp-dra-%s\"]".formatted(field));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{class: gpu.nvidia.com}",
                "{class: ' gpu.nvidia.com ', count: ' 12 ', selector: 'a == 1', container: main}",
                "{class: gpu.nvidia.com, count: ''}"
            })
    void shouldAcceptAnnotationsOfManagedDevices(String annotations) {
        assertThat(devices(annotations)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}                      | {pipeline: 1}            | true
                    {pipeline: 2}           | {pipeline: 2, tensor: 4} | true
                    {data: 8, dataLocal: 4} | {pipeline: 2}            | true
                    {data: 8, dataLocal: 4} | {data: 8, dataLocal: 2}  | false
                    {}                      | {pipeline: 2}            | false
                    """)
    void shouldKeepTheSizeOfAGroup(String before, String after, boolean same) {
        // Given
        ObjectNode old = service("parallelism: " + before + ", prefill: {parallelism: {}}");
        ObjectNode next = service("parallelism: " + after);
        ObjectNode prefill =
                service("parallelism: " + before + ", prefill: {parallelism: %s}".formatted(after));

        // Then
        assertThat(updated(old, next)).hasSize(same ? 0 : 1);
        boolean fromOne = updated(service("parallelism: {}"), next).isEmpty();
        assertThat(updated(old, prefill)).hasSize(fromOne ? 0 : 1);
    }

    @Test
    void shouldCheckWhatAConfigMayNotHave() {
        // Given
        ObjectNode config =
                service(
                        "baseRefs: [{name: a}], router: {scheduler: {replicas: 0}}, template: {containers:"
                                + " [{name: main, args: ['{{ .Name', '{{ .Name }}']}]}");

        // When
        Findings findings = new Findings();
        LlmConfigValidation.check(Field.root(config), findings);

        // Then
        assertThat(findings.all())
                .extracting(Violation::field)
                .containsExactly(
                        "spec.baseRefs",
                        "spec.router.scheduler.replicas",
                        "spec.template.containers[0].args[0]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    kserve-config-llm-template | {a: 2, b: [1]}       | 1
                    kserve-config-llm-template | {a: 1}               | 1
                    kserve-config-llm-template | {a: 1, b: [1], c: 1} | 0
                    mine                       | {a: 2}               | 0
                    """)
    void shouldWarnOfChangesToPresets(String name, String spec, int warnings) {
        // Given
        String config = "{metadata: {name: %s, namespace: kserve}, spec: %s}";
        ObjectNode old = Yaml.read(config.formatted(name, "{a: 1, b: [1]}"), ObjectNode.class);
        ObjectNode changed = Yaml.read(config.formatted(name, spec), ObjectNode.class);

        // When
        Findings findings = new Findings();
        LlmConfigValidation.warnUpdate(Field.root(old), Field.root(changed), findings);

        // Then
        assertThat(findings.all()).hasSize(warnings);
    }

    private static List<Violation> devices(String annotations) {
        ObjectNode service = service("model: {}");
        ObjectNode given = Yaml.read(annotations, ObjectNode.class);
        ObjectNode target = service.withObject("/metadata/annotations");
        given.properties()
                .forEach(each -> {
                    String key =
                            switch (each.getKey()) {
                                case "class" -> "device-class";
                                case "count" -> "device-count";
                                case "selector" -> "cel-selector";
                                default -> "container-name";
                            };
                    target.set("serving.kserve.io/exp-dra-" + key, each.getValue());
                });
        Findings findings = new Findings();
        ManagedDevices.check(Field.root(service), findings);
        return findings.all();
    }

    private static List<Violation> updated(ObjectNode old, ObjectNode service) {
        Findings findings = new Findings();
        LlmValidation.update(Field.root(old), Field.root(service), findings);
        return findings.all();
    }

    private static List<Violation> violations(String spec, LlmVersion version) {
        Findings findings = new Findings();
        LlmValidation.check(Field.root(service(spec)), version, findings);
        return findings.all();
    }

    private static List<Violation> warnings(String spec, LlmVersion version) {
        Findings findings = new Findings();
        LlmValidation.warn(Field.root(service(spec)), version, findings);
        return findings.all();
    }

    private static ObjectNode service(String spec) {
        return Yaml.read(
                "{metadata: {name: s, namespace: n}, spec: {%s}}".formatted(spec),
                ObjectNode.class);
    }
}
