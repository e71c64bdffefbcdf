package io.gantry.kserve.combine;

import io.gantry.kserve.validate.Field;
import io.gantry.kserve.validate.Findings;
import java.util.List;

/// What a service may ask for and Gantry does not make: routing in the cluster, which is the
/// proxy's. `{}` asks for whatever is usual, so nothing is lost there; settings are.
final class PassedOver {
    private static final List<List<String>> SETTINGS =
            List.of(
                    List.of("gateway", "refs"),
                    List.of("ingress", "refs"),
                    List.of("route", "http", "refs"),
                    List.of("route", "http", "spec"),
                    List.of("route", "group"),
                    List.of("scheduler", "config"),
                    List.of("scheduler", "pool"),
                    List.of("scheduler", "template"),
                    List.of("scheduler", "tokenizer"));

    private PassedOver() {}

    static void remark(Field spec, Findings remarks) {
        for (List<String> path : SETTINGS) {
            Field setting = spec.get("router").at(path.toArray(String[]::new));
            if (setting.present()) {
                setting.missing(
                        "nothing is made of it: Gantry's proxy routes by itself",
                        "set what you need of it there",
                        remarks);
            }
        }
        Field prefill = spec.get("prefill");
        if (prefill.present()) {
            prefill.missing(
                    "its pods run, but Gantry's proxy sends them no prompts yet: those that decode do all of it",
                    "leave prefill out, or route by llm-d",
                    remarks);
        }
    }
}
