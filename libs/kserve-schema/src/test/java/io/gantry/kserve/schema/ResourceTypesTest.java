package io.gantry.kserve.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceTypesTest {

    @Test
    void shouldKnowKServesTypes() {
        assertThat(ResourceTypes.all())
                .extracting(ResourceType::kind)
                .containsExactlyInAnyOrder(
                        "InferenceService",
                        "ServingRuntime",
                        "ClusterServingRuntime",
                        "InferenceGraph",
                        "TrainedModel",
                        "LocalModelCache",
                        "LocalModelNamespaceCache",
                        "LocalModelNodeGroup",
                        "LocalModelNode",
                        "ClusterStorageContainer",
                        "LLMInferenceService",
                        "LLMInferenceServiceConfig");
    }

    @Test
    void shouldFindATypeByPathAndByObject() {
        // When
        ResourceTypes.Found byPath =
                ResourceTypes.find("serving.kserve.io", "v1alpha1", "llminferenceservices")
                        .orElseThrow();
        ResourceTypes.Found byObject =
                ResourceTypes.find("serving.kserve.io/v1alpha1", "LLMInferenceService")
                        .orElseThrow();

        // Then
        assertThat(byPath).isEqualTo(byObject);
        assertThat(byPath.type().storageVersion().name()).isEqualTo("v1alpha2");
        assertThat(byPath.type().names().shortNames()).containsExactly("llmisvc");
        assertThat(byPath.type().namespaced()).isTrue();
        assertThat(byPath.apiVersion()).isEqualTo("serving.kserve.io/v1alpha1");
    }

    @ParameterizedTest
    @CsvSource({
        "serving.kserve.io/v1alpha2, InferenceService",
        "serving.kserve.io/v1beta1, Model",
        "v1beta1, InferenceService",
        "'', ''",
    })
    void shouldNotFindWhatIsNotServed(String apiVersion, String kind) {
        assertThat(ResourceTypes.find(apiVersion, kind)).isEmpty();
    }

    @Test
    void shouldShareWhatTypesHaveInCommon() {
        assertThat(runtime("ServingRuntime")).isSameAs(runtime("ClusterServingRuntime"));
    }

    private static @Nullable Schema runtime(String kind) {
        return ResourceTypes.find("serving.kserve.io/v1alpha1", kind)
                .orElseThrow()
                .version()
                .schema()
                .member("spec");
    }

    @Test
    void shouldRefuseAKeywordThatNothingActsOn() {
        assertThatThrownBy(() -> Schemas.schema("{type: object, oneOf: [{required: [a]}]}"))
                .hasMessageContaining("oneOf");
        assertThatThrownBy(() -> Schemas.schema("{anyOf: [{type: integer}]}"))
                .hasMessageContaining("anyOf");
    }

    /// A few hundred kB are read in the time of a request; the CRDs take seconds.
    @Test
    void shouldStaySmall() throws IOException {
        try (InputStream file = SchemaFile.class.getResourceAsStream("kserve.json")) {
            assertThat(Objects.requireNonNull(file).readAllBytes()).hasSizeLessThan(400_000);
        }
    }
}
