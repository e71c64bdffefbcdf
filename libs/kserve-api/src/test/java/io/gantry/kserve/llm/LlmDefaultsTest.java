package io.gantry.kserve.llm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.Yaml;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LlmDefaultsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {metadata: {name: s}, spec: {model: {uri: u}}} | {metadata: {name: s}, spec: {model: {uri: u, name: s}}}
                    {metadata: {name: s}, spec: {model: {name: ''}}} | {metadata: {name: s}, spec: {model: {name: s}}}
                    {metadata: {name: s}, spec: {model: {name: m}}} | {metadata: {name: s}, spec: {model: {name: m}}}
                    {metadata: {generateName: s-}, spec: {model: {}}} | {metadata: {generateName: s-}, spec: {model: {}}}
                    {metadata: {}, spec: {template: {}, worker: {containers: null}, prefill: {template: {}, worker: {}}, router: {scheduler: {template: {}}}}} | {metadata: {}, spec: {template: {containers: []}, worker: {containers: []}, prefill: {template: {containers: []}, worker: {containers: []}}, router: {scheduler: {template: {containers: []}}}}}
                    {metadata: {}, spec: {template: {containers: [{name: main}]}}} | {metadata: {}, spec: {template: {containers: [{name: main}]}}}
                    {metadata: {}, spec: {router: {route: {group: g}}}} | {metadata: {labels: {serving.kserve.io/routing-group: g}}, spec: {router: {route: {group: g}}}}
                    {metadata: {labels: {a: b, serving.kserve.io/routing-group: g}}, spec: {}} | {metadata: {labels: {a: b}}, spec: {}}
                    {metadata: {labels: {serving.kserve.io/routing-group: g}}, spec: {}} | {metadata: {}, spec: {}}
                    {metadata: {labels: {}}, spec: {}} | {metadata: {labels: {}}, spec: {}}
                    """)
    void shouldFillInWhatKServeFillsIn(String given, String expected) {
        ObjectNode defaulted = LlmDefaults.apply(Yaml.read(given, ObjectNode.class));
        assertThat(defaulted).isEqualTo(Yaml.read(expected, ObjectNode.class));
        assertThat(LlmDefaults.apply(defaulted)).isEqualTo(defaulted);
    }
}
