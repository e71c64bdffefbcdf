// Command testcluster starts a real Kubernetes control plane on this machine, with nodes that are
// played by KWOK. See README.md.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

const usage = `A Kubernetes cluster for tests: a real control plane, nodes and pods played by KWOK.

testcluster up [--nodes N] [--gpus-per-node G] [--crds DIR]... [--lws] [--kubelet]
                                  builds what is missing, starts, waits until all is ready
testcluster down                  ends every process and removes the directory
testcluster status                which component runs, with how much memory
testcluster env                   lines for a shell: KUBECONFIG, and PATH with kubectl
testcluster kubeconfig            where the kubeconfig is
testcluster kubectl ARGUMENT...   runs kubectl against the cluster
testcluster kill COMPONENT        ends a component at once, as kill -9 does
testcluster start COMPONENT       starts it again, on the ports it had
testcluster restart COMPONENT     stops it in order, then starts it again
testcluster build                 builds what is missing, and starts nothing

With --lws the cluster has LeaderWorkerSets, and their controller as component lws.
With --kubelet this machine is a node too, named localhost, and runs containers (for root):
testcluster load TARBALL...       gives it images
testcluster image NAME DIR WORD...
                                  gives it an image of the files in DIR, which runs WORD...

Every command takes --dir DIR first, the cluster's directory (default: %s).
Components: %s; with --kubelet also node, and in it kubelet and containerd,
which come back by themselves.
`

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "testcluster:", err)
		os.Exit(1)
	}
}

func run(words []string) error {
	if len(words) == 0 || words[0] == "help" || words[0] == "--help" {
		fmt.Printf(usage, defaultDir(), strings.Join(new(cluster).componentNames(), ", "))
		return nil
	}
	command, words := words[0], words[1:]
	dir := defaultDir()
	if len(words) > 1 && words[0] == "--dir" {
		dir, words = words[1], words[2:]
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	switch command {
	case "up":
		options, err := parse(words)
		if err != nil {
			return err
		}
		return up(dir, options)
	case "build":
		if _, err := buildControlPlane(); err != nil {
			return err
		}
		// A cluster can do without the rest.
		for option, build := range map[string]func() (string, error){"--kubelet": buildNode, "--lws": buildLWS} {
			if _, err := build(); err != nil {
				fmt.Fprintf(os.Stderr, "%s cannot be had here: %v\n", option, err)
			}
		}
		return nil
	}
	c, err := open(dir)
	if err != nil {
		return err
	}
	return c.perform(command, words)
}

func parse(words []string) (options, error) {
	var options options
	flags := flag.NewFlagSet("up", flag.ContinueOnError)
	flags.IntVar(&options.Nodes, "nodes", 3, "nodes that KWOK plays")
	flags.IntVar(&options.GPUsPerNode, "gpus-per-node", 8, "nvidia.com/gpu of each of them")
	flags.BoolVar(&options.Kubelet, "kubelet", false, "makes this machine a node too")
	flags.BoolVar(&options.LWS, "lws", false, "has LeaderWorkerSets, with their controller")
	flags.Func("crds", "a directory of CRDs to apply, with all below it (repeatable)", func(value string) error {
		path, err := filepath.Abs(value)
		options.CRDs = append(options.CRDs, path)
		return err
	})
	err := flags.Parse(words)
	if err == nil && flags.NArg() > 0 {
		err = fmt.Errorf("up takes no argument %q", flags.Arg(0))
	}
	if err == nil && (options.Nodes < 0 || options.Nodes > maxNodes) {
		err = fmt.Errorf("--nodes %d is not between 0 and %d", options.Nodes, maxNodes)
	}
	return options, err
}

// perform carries out a command on a cluster that there is.
func (c *cluster) perform(command string, words []string) error {
	switch command {
	case "down":
		return c.down()
	case "status":
		return c.status()
	case "env":
		fmt.Printf("export KUBECONFIG=%s\nexport PATH=%s:$PATH\n", c.kubeconfig("admin"), c.Bin)
		return nil
	case "kubeconfig":
		fmt.Println(c.kubeconfig("admin"))
		return nil
	case "kubectl":
		environment := append(os.Environ(), "KUBECONFIG="+c.kubeconfig("admin"))
		return syscall.Exec(c.program("kubectl"), append([]string{"kubectl"}, words...), environment)
	case "kill", "start", "restart":
		if len(words) != 1 {
			return fmt.Errorf("%s takes one component of: %s", command, strings.Join(c.componentNames(), ", "))
		}
		return c.control(command, words[0])
	case "load":
		for _, tarball := range words {
			if err := c.importImage(tarball); err != nil {
				return err
			}
		}
		return nil
	case "image":
		if len(words) < 3 {
			return errors.New("image takes a name, a directory, and the words that it runs")
		}
		return c.loadImage(words[0], words[1], words[2:])
	case "supervise-node":
		return superviseNode(c)
	}
	return fmt.Errorf("there is no command %q; see testcluster help", command)
}

func defaultDir() string {
	return filepath.Join(os.TempDir(), fmt.Sprintf("gantry-testcluster-%d", os.Getuid()))
}

func seconds(from time.Time) string {
	return fmt.Sprintf("%.1f s", time.Since(from).Seconds())
}
