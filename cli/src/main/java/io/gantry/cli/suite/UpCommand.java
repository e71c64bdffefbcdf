package io.gantry.cli.suite;

import io.gantry.cli.CliException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `gantry up`: starts what does not run yet.
@Command(
        name = "up",
        description =
                "Starts Kafka, PostgreSQL, S3 and the five services on this machine. When some of them run already, starts the others.",
        mixinStandardHelpOptions = true)
public final class UpCommand implements Runnable {

    @Mixin private GantryOptions gantry = new GantryOptions();

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to bind the services to (default: ${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(
            names = "--port-offset",
            paramLabel = "N",
            defaultValue = "0",
            description = "Added to every port, for a second suite beside the first (default: 0).")
    private int portOffset;

    @Option(
            names = "--set",
            paramLabel = "SERVICE:KEY=VALUE",
            description = "Sets a configuration key of a service; may be repeated.")
    private List<String> set = new ArrayList<>();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        UpSettings settings = new UpSettings(host, portOffset, extra(set));
        SuiteState state =
                new Suite(Installation.current(), gantry.directory(), new Progress(out))
                        .up(settings);
        out.printf("%nGantry is up.%n");
        out.printf("  inference   %s%n", state.url(Service.INFERENCE_PROXY));
        out.printf(
                "  registry    %s  (API description at /q/swagger-ui)%n",
                state.url(Service.MODEL_REGISTRY));
        out.printf(
                "  Kafka       %s%n",
                SuiteState.infrastructure(gantry.directory()).kafkaBootstrapServers());
        out.printf("  logs        gantry logs SERVICE%n");
        out.flush();
    }

    private static Map<Service, Map<String, String>> extra(List<String> settings) {
        Map<Service, Map<String, String>> extra = new HashMap<>();
        for (String setting : settings) {
            int colon = setting.indexOf(':');
            int equals = setting.indexOf('=');
            if (colon < 0 || equals < colon) {
                throw CliException.badInput(
                        "--set takes SERVICE:KEY=VALUE, found %s".formatted(setting));
            }
            Service service =
                    Service.ofName(setting.substring(0, colon))
                            .orElseThrow(() ->
                                    CliException.badInput(
                                            "--set %s names no service; they are %s"
                                                    .formatted(setting, Service.names())));
            extra.computeIfAbsent(service, key -> new HashMap<>())
                    .put(setting.substring(colon + 1, equals), setting.substring(equals + 1));
        }
        return extra;
    }
}
