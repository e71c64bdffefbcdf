package io.gantry.deployer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContentsTest {

    private final Contents contents = new Contents(new KubernetesSerialization());

    @Test
    void shouldNotMindWhatKubernetesWritesItself() {
        Contents.Left left = contents.leave(List.of(deployment(1, "a:1")));

        boolean news =
                contents.saw(
                        new DeploymentBuilder(deployment(2, "a:1"))
                                .editMetadata()
                                .addToAnnotations("deployment.kubernetes.io/revision", "1")
                                .addToAnnotations("gantry.io/given-up", "{}")
                                .endMetadata()
                                .editSpec()
                                .withReplicas(7)
                                .endSpec()
                                .withNewStatus()
                                .withReadyReplicas(1)
                                .endStatus()
                                .build());

        assertThat(news).isFalse();
        assertThat(contents.areAs(left)).isTrue();
    }

    @Test
    void shouldTellWhatSomebodyHasChanged() {
        Contents.Left left = contents.leave(List.of(deployment(1, "a:1")));

        boolean news = contents.saw(deployment(2, "b:1"));

        assertThat(news).isTrue();
        assertThat(contents.areAs(left)).isFalse();
    }

    /// The informer is faster than who has applied it.
    @Test
    void shouldTellThatSomebodyHasDeletedWhatIsNotedOnlyAfterwards() {
        Deployment applied = deployment(1, "a:1");
        contents.gone(applied.getMetadata().getUid());

        Contents.Left left = contents.leave(List.of(applied));

        assertThat(contents.areAs(left)).isFalse();
    }

    @Test
    void shouldTellThatANumberOfReplicasThatWasAppliedIsAnothersNow() {
        Contents.Left left = contents.leave(List.of(withReplicasOf(1, "gantry-deployer")));

        boolean _ = contents.saw(withReplicasOf(2, "kubectl"));

        assertThat(contents.areAs(left)).isFalse();
    }

    @Test
    void shouldTellWhatSomebodyHasDeleted() {
        Contents.Left left = contents.leave(List.of(deployment(1, "a:1")));

        contents.gone("uid");

        assertThat(contents.areAs(left)).isFalse();
    }

    @Test
    void shouldNotTakeAnInformersOlderWordForAChange() {
        boolean _ = contents.saw(deployment(1, "a:1"));
        Contents.Left left = contents.leave(List.of(deployment(3, "b:1")));

        boolean _ = contents.saw(deployment(2, "a:1"));

        assertThat(contents.areAs(left)).isTrue();
    }

    private static Deployment deployment(int version, String image) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName("m-predictor")
                .withUid("uid")
                .withResourceVersion(Integer.toString(version))
                .addToLabels("app", "m")
                .endMetadata()
                .withNewSpec()
                .withReplicas(2)
                .withNewTemplate()
                .withNewSpec()
                .addNewContainer()
                .withImage(image)
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    private static Deployment withReplicasOf(int version, String manager) {
        FieldsV1 fields = new FieldsV1();
        fields.setAdditionalProperty("f:spec", Map.of("f:replicas", Map.of()));
        return new DeploymentBuilder(deployment(version, "a:1"))
                .editMetadata()
                .withManagedFields(
                        new ManagedFieldsEntryBuilder()
                                .withManager(manager)
                                .withFieldsV1(fields)
                                .build())
                .endMetadata()
                .build();
    }
}
