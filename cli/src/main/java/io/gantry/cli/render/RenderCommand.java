package io.gantry.cli.render;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cli.CliException;
import io.gantry.cli.ExitCode;
import io.gantry.cli.suite.Installation;
import io.gantry.kube.render.AutoscalerClass;
import io.gantry.kube.render.RenderSettings;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `gantry render`: prints the objects that Gantry would create in a cluster.
@Command(
        name = "render",
        description = {
            "Prints the Kubernetes objects that Gantry would create for InferenceServices and LLMInferenceServices, without a cluster.",
            "Service accounts, secrets, CustomResourceDefinitions and ClusterStorageContainers among the files tell what the cluster has; they are not printed, and no secret's value ever is. All is printed or, when anything is refused, nothing."
        },
        mixinStandardHelpOptions = true)
public final class RenderCommand implements Callable<Integer> {

    @Option(
            names = {"-f", "--filename"},
            required = true,
            paramLabel = "FILE",
            description =
                    "YAML or JSON, any number of documents; a directory stands for its *.yaml, *.yml and *.json; - is standard input.")
    private List<String> files = List.of();

    @Option(
            names = "--runtimes",
            paramLabel = "FILE",
            description =
                    "ServingRuntimes, as -f takes them, in place of those that `gantry up` registers by itself, and LLMInferenceServiceConfigs. Those among the other files count in any case.")
    private List<String> runtimes = List.of();

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            defaultValue = "default",
            description = "Namespace of what names none (default: default).")
    private String namespace = "default";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "yaml",
            description = "yaml or json (default: yaml).")
    private PrintFormat output = PrintFormat.YAML;

    @Option(
            names = "--autoscaler-class",
            paramLabel = "CLASS",
            defaultValue = "gantry",
            description =
                    "What scales services that do not say: gantry, or hpa as KServe does (default: gantry).")
    private AutoscalerClass autoscalerClass = AutoscalerClass.GANTRY;

    @Option(
            names = "--loader-image",
            paramLabel = "IMAGE",
            description =
                    "Image that brings models into pods, as the deployer has it (default: gantry/loader:0.1.0).")
    private String loaderImage = RenderSettings.DEFAULT.loaderImage();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Documents documents = new Documents(namespace);
        files.forEach(documents::read);
        if (documents.isEmpty()) {
            throw CliException.badInput(
                    "There is no InferenceService and no LLMInferenceService in " + files);
        }
        List<String> more =
                runtimes.isEmpty()
                        ? List.of(Installation.current().runtimeManifests().toString())
                        : runtimes;
        more.forEach(documents::readRuntimes);
        RenderedObjects rendered = new RenderedObjects(documents, settings());
        documents.remarks().forEach(this::say);
        rendered.remarks().forEach(this::say);
        if (!rendered.problems().isEmpty()) {
            rendered.problems().forEach(this::say);
            return ExitCode.FAILED;
        }
        print(rendered.trees());
        return ExitCode.OK;
    }

    private RenderSettings settings() {
        return RenderSettings.DEFAULT
                .withAutoscalerClass(autoscalerClass)
                .withLoaderImage(loaderImage);
    }

    private void print(List<ObjectNode> trees) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(output.write(trees));
        out.flush();
    }

    private void say(String sentence) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("gantry: " + sentence);
        err.flush();
    }
}
