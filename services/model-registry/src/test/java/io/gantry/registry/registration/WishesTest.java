package io.gantry.registry.registration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gantry.events.RegistrationRejected.FieldProblem;
import io.gantry.events.RegistrationRequested;
import io.gantry.events.RegistrationWithdrawn;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WishesTest {

    private static final String MODEL =
            "{\"modelFormat\": \"onnx\", \"storageUri\": \"s3://models/minilm\"}";
    private static final String SPEC =
            "\"spec\": {\"predictor\": {\"model\": {\"modelFormat\": {\"name\": \"onnx\"}}}}";
    private static final String MANIFEST =
            "{\"apiVersion\": \"serving.kserve.io/v1beta1\", \"kind\": \"InferenceService\", %s}"
                    .formatted(SPEC);

    @Test
    void shouldGiveAModelTheNameOfItsRegistration() {
        assertThat(wish(MODEL, null))
                .isInstanceOfSatisfying(
                        Wish.Write.class,
                        write -> {
                            assertThat(write.resource().name()).isEqualTo("minilm");
                            assertThat(write.resource().namespace()).isEqualTo("ns");
                        });
    }

    @Test
    void shouldGiveAManifestTheNameOfItsRegistration() {
        assertThat(wish(null, MANIFEST))
                .isInstanceOfSatisfying(
                        Wish.Write.class,
                        write -> {
                            assertThat(write.resource().name()).isEqualTo("minilm");
                            assertThat(write.resource().namespace()).isEqualTo("ns");
                        });
    }

    @Test
    void shouldWithdraw() {
        assertThat(Wishes.of(new RegistrationWithdrawn("ns", "minilm")))
                .isEqualTo(new Wish.Withdraw());
    }

    @Test
    void shouldWantOneOfModelAndManifest() {
        assertThat(refused(null, null).reason())
                .isEqualTo("A registration has either model or manifest; found neither");
        assertThat(refused(MODEL, MANIFEST).reason())
                .isEqualTo("A registration has either model or manifest; found both");
        assertThat(refused("null", null).reason()).contains("found neither");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                                                 | model: a model is a JSON object",
                "{\"modelFormat\": \"onnx\"}                        | storageUri: is missing",
                "{\"modelFormat\": 7, \"storageUri\": \"s3://b/m\"} | modelFormat: must be text",
                "{\"modelFormat\": \"onnx\", \"storageUri\": \"s3://b/m\", \"x\": 1} | x: there is no such field",
                "{\"modelFormat\": \"onnx\", \"storageUri\": \"s3://b/m\", \"name\": \"other\"} | name: is \"other\"",
            })
    void shouldSayWhatIsWrongWithAModel(String model, String reason) {
        assertThat(refused(model, null).reason()).startsWith(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                                              | manifest: an InferenceService is a JSON object",
                "{\"spec\": {}}                                  | manifest: apiVersion is missing",
                "{\"apiVersion\": \"v1\", \"kind\": \"Secret\"}  | manifest: ",
                "{\"apiVersion\": \"serving.kserve.io/v1alpha1\", \"kind\": \"ServingRuntime\"} | manifest: a registration has an InferenceService, found ServingRuntime",
                "{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": []} | manifest: a registration has one InferenceService, found a list of 0",
            })
    void shouldSayWhatIsWrongWithAManifest(String manifest, String reason) {
        assertThat(refused(null, manifest).reason()).startsWith(reason);
    }

    @Test
    void shouldNameTheFieldOfAWrongType() {
        String manifest = MANIFEST.replace("\"model\":", "\"minReplicas\": \"2\", \"model\":");

        assertThat(refused(null, manifest).problems())
                .extracting(FieldProblem::field)
                .containsExactly("spec.predictor.minReplicas");
    }

    @Test
    void shouldRefuseTwoNames() {
        assertThat(named("{\"name\": \"other\"}").problems())
                .extracting(FieldProblem::field)
                .containsExactly("metadata.name");
        assertThat(named("{\"namespace\": \"other\"}").problems())
                .extracting(FieldProblem::field)
                .containsExactly("metadata.namespace");
    }

    private static Wish.Refused named(String metadata) {
        return refused(
                null, MANIFEST.replace("\"spec\":", "\"metadata\": " + metadata + ", \"spec\":"));
    }

    private static Wish.Refused refused(@Nullable String model, @Nullable String manifest) {
        Wish wish = wish(model, manifest);
        assertThat(wish).isInstanceOf(Wish.Refused.class);
        return (Wish.Refused) wish;
    }

    private static Wish wish(@Nullable String model, @Nullable String manifest) {
        return Wishes.of(new RegistrationRequested("ns", "minilm", json(model), json(manifest)));
    }

    private static @Nullable JsonNode json(@Nullable String text) {
        try {
            return text == null ? null : new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
