package io.gantry.cli.suite;

import io.gantry.cli.CliException;
import io.gantry.cli.client.ModelName;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `gantry logs`: what a service, or a model's predictor, wrote.
@Command(
        name = "logs",
        description =
                "Prints the log of a service (model-registry, loader, deployer, inference-proxy, monitor) or of a model's predictor.",
        mixinStandardHelpOptions = true)
public final class LogsCommand implements Runnable {

    private static final long POLL_MILLIS = 200;

    @Mixin private GantryOptions gantry = new GantryOptions();

    @Parameters(
            paramLabel = "SERVICE|MODEL",
            description = "A service, a model, or NAMESPACE/MODEL.")
    private String what = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Goes on printing what is added.")
    private boolean follow;

    @Option(
            names = "--tail",
            paramLabel = "N",
            defaultValue = "100",
            description = "Lines from the end (default: ${DEFAULT-VALUE}).")
    private int tail;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        if (tail < 0) {
            throw CliException.badInput("--tail takes a number of lines, found %d".formatted(tail));
        }
        Optional<Service> service = Service.ofName(what);
        if (service.isPresent()) {
            printFile(gantry.directory().log(service.get()));
        } else {
            printModel(ModelName.parse(what));
        }
    }

    private void printModel(ModelName model) {
        URI deployer = gantry.suite().url(Service.DEPLOYER);
        URI logs =
                deployer.resolve(
                        "/v1/predictors/%s/%s/logs?tail=%d&follow=%s"
                                .formatted(model.namespace(), model.name(), tail, follow));
        try {
            HttpResponse<InputStream> response =
                    HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(logs).build(),
                                    HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != 200) {
                    throw CliException.failed(
                            "There is no log of %s: neither a service (%s) nor a model with a predictor here"
                                    .formatted(what, Service.names()));
                }
                copy(body, spec.commandLine().getOut());
            }
        } catch (IOException e) {
            throw CliException.unreachable(
                    "The deployer at %s does not answer: %s".formatted(deployer, e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Copies until there is no more, or nobody reads it.
    private static void copy(InputStream log, PrintWriter out) throws IOException {
        Reader reader = new InputStreamReader(log, StandardCharsets.UTF_8);
        char[] buffer = new char[8192];
        int read = reader.read(buffer);
        while (read >= 0 && !out.checkError()) {
            out.write(buffer, 0, read);
            out.flush();
            read = reader.read(buffer);
        }
    }

    private void printFile(Path log) {
        PrintWriter out = spec.commandLine().getOut();
        try {
            if (!Files.exists(log)) {
                throw CliException.failed(
                        "There is no log %s; was the service ever started here?".formatted(log));
            }
            List<String> lines = Files.readAllLines(log);
            lines.subList(Math.max(0, lines.size() - tail), lines.size()).forEach(out::println);
            out.flush();
            if (follow) {
                follow(log, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + log, e);
        }
    }

    private static void follow(Path log, PrintWriter out) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(file.length());
            byte[] buffer = new byte[8192];
            while (!out.checkError()) {
                int read = file.read(buffer);
                if (read > 0) {
                    out.print(new String(buffer, 0, read, StandardCharsets.UTF_8));
                } else {
                    Thread.sleep(POLL_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
