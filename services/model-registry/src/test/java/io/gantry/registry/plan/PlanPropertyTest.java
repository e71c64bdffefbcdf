package io.gantry.registry.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.registry.plan.PlanRequest.Load;
import io.gantry.registry.plan.PlanRequest.ModelSize;
import io.gantry.registry.plan.PlanRequest.Rate;
import io.gantry.registry.plan.PlanRequest.Utilization;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;

class PlanPropertyTest {

    @Property
    void shouldNeverNeedLessForMore(
            @ForAll PublishedModel model,
            @ForAll KvDtype kvDtype,
            @ForAll @LongRange(min = 1, max = 200_000) long context,
            @ForAll @LongRange(min = 0, max = 200_000) long moreContext,
            @ForAll @LongRange(min = 1, max = 512) long sequences,
            @ForAll @LongRange(min = 0, max = 512) long moreSequences,
            @ForAll @IntRange(min = 1, max = 8) int gpus) {
        Sizing less = sizing(model, new Load(context, sequences, kvDtype));
        Sizing more =
                sizing(model, new Load(context + moreContext, sequences + moreSequences, kvDtype));

        assertThat(more.total(gpus)).isGreaterThanOrEqualTo(less.total(gpus));
        assertThat(more.kv(gpus)).isGreaterThanOrEqualTo(less.kv(gpus));
        assertThat(less.total(gpus + 1)).isLessThanOrEqualTo(less.total(gpus));
    }

    @Property
    void shouldTakeTheFewestGpusThatFit(
            @ForAll PublishedModel model,
            @ForAll Accelerator accelerator,
            @ForAll @IntRange(min = 1, max = 16) int count,
            @ForAll @LongRange(min = 1, max = 131_072) long context,
            @ForAll @LongRange(min = 1, max = 256) long sequences) {
        Sizing sizing = sizing(model, new Load(context, sequences, KvDtype.AUTO));
        Gpus gpus = Gpus.of(accelerator, count);
        Utilization utilization = new Utilization(Utilization.USUAL, "vLLM's default");
        long budget = Placement.budget(gpus, utilization);

        Placement placement = Placement.of(sizing, gpus, utilization);

        List<Integer> sizes = TensorParallel.sizes(sizing.config(), count);
        List<Integer> fitting =
                sizes.stream().filter(size -> sizing.total(size) <= budget).toList();
        assertThat(placement.fits()).isEqualTo(!fitting.isEmpty());
        assertThat(placement.gpus()).isEqualTo(fitting.isEmpty() ? null : fitting.getFirst());
        assertThat(placement.reason() == null).isEqualTo(placement.fits());
        if (sizing.architecture().kv().keeps()) {
            assertThat(Objects.requireNonNull(placement.sequencesThatFit()) >= sequences)
                    .isEqualTo(placement.fits());
        }
    }

    /// What vLLM itself checks before it starts.
    @Property
    void shouldShareModelsAsVllmDoes(
            @ForAll PublishedModel model, @ForAll @IntRange(min = 1, max = 64) int count) {
        Architecture architecture = model.read().architecture();
        long keyHeads = architecture.kv().heads();

        assertThat(TensorParallel.sizes(model.read(), count))
                .startsWith(1)
                .allSatisfy(size -> {
                    assertThat(architecture.heads() % size).isZero();
                    assertThat(keyHeads >= size ? keyHeads % size : size % keyHeads).isZero();
                });
    }

    @Property
    void shouldAnswerThePeak(
            @ForAll @BigRange(min = "0.001", max = "1000000000") @Scale(3) BigDecimal peak,
            @ForAll @BigRange(min = "0.001", max = "1000000000") @Scale(3) BigDecimal perReplica) {
        long replicas =
                Objects.requireNonNull(
                        RuleOfThumb.of(new ModelSize(1, "said"), new Rate(peak, perReplica))
                                .replicas());

        assertThat(perReplica.multiply(BigDecimal.valueOf(replicas))).isGreaterThanOrEqualTo(peak);
        assertThat(perReplica.multiply(BigDecimal.valueOf(replicas - 1))).isLessThan(peak);
    }

    private static Sizing sizing(PublishedModel model, Load load) {
        ModelConfig config = model.read();
        return new Sizing(config, config.format().bytes(config.architecture().parameters()), load);
    }
}
