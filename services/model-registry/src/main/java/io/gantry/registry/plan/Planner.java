package io.gantry.registry.plan;

import io.gantry.registry.plan.PlanRequest.ModelSize;
import org.jspecify.annotations.Nullable;

/// Plans what a model will need.
final class Planner {

    private Planner() {}

    /// @param request with a size, or a config that has been counted
    /// @throws ArithmeticException when a figure is beyond 8 EiB
    static Plan plan(PlanRequest request) {
        Sizing sizing = sizing(request);
        RuleOfThumb rule = RuleOfThumb.of(size(request, sizing), request.rate());
        Estimate estimate = sizing == null ? null : Estimate.of(sizing, request.size());
        Placement placement = placement(request, rule, sizing);
        return new Plan(
                rule,
                estimate,
                placement,
                new Settings(request, rule, sizing, placement).deployment(),
                Warnings.of(request, rule, sizing, placement));
    }

    private static @Nullable Sizing sizing(PlanRequest request) {
        ModelConfig config = request.config();
        if (config == null) {
            return null;
        }
        ModelSize size = request.size();
        long weights =
                size == null
                        ? config.format().bytes(config.architecture().parameters())
                        : size.bytes();
        return new Sizing(config, weights, request.load());
    }

    private static ModelSize size(PlanRequest request, @Nullable Sizing sizing) {
        if (request.size() != null) {
            return request.size();
        }
        if (sizing == null) {
            throw new IllegalArgumentException("A request has a size, or a config that is counted");
        }
        return new ModelSize(sizing.weights(), "counted by config.json");
    }

    private static @Nullable Placement placement(
            PlanRequest request, RuleOfThumb rule, @Nullable Sizing sizing) {
        if (request.gpus() == null) {
            return null;
        }
        return sizing == null
                ? Placement.of(rule, request.gpus(), request.utilization())
                : Placement.of(sizing, request.gpus(), request.utilization());
    }
}
