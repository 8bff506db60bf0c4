package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/sirupsen/logrus"
	"go.yaml.in/yaml/v4"
)

// projectRequest names one project as `docker compose` would be told of it.
type projectRequest struct {
	ID string `json:"id"`
	// Directory is where the command is run; its files are found by their names when Files is empty.
	Directory string   `json:"directory"`
	Files     []string `json:"files"`
	// ProjectDirectory is --project-directory.
	ProjectDirectory string   `json:"projectDirectory"`
	EnvFiles         []string `json:"envFiles"`
	// Incomplete asks for a project that may lack what its services refer to: a piece that is meant to be merged with others.
	Incomplete bool `json:"incomplete"`
}

type projectAnswer struct {
	ID string `json:"id"`
	// Error is set when Compose refuses the project.
	Error   string          `json:"error,omitempty"`
	Project json.RawMessage `json:"project,omitempty"`
}

// home is the home directory of whoever runs Compose; answers show it as "~".
const home = "/home/of-whoever-runs-compose"

func answerProject(line []byte) (any, error) {
	var request projectRequest
	if err := json.Unmarshal(line, &request); err != nil {
		return nil, fmt.Errorf("bad request: %w", err)
	}
	project, err := load(request)
	if err != nil {
		return projectAnswer{ID: request.ID, Error: withoutHome(err.Error())}, nil
	}
	text, err := json.Marshal(project)
	if err != nil {
		return nil, err
	}
	return projectAnswer{ID: request.ID, Project: json.RawMessage(withoutHome(string(text)))}, nil
}

// load does what `docker compose config` does, with an empty environment and every profile active; what env_file and label_file name is not
// read. One project that makes the loader panic must not end the run.
func load(request projectRequest) (project map[string]any, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic: %v", cause)
		}
	}()
	logrus.SetLevel(logrus.PanicLevel)
	if err := os.Setenv("HOME", home); err != nil {
		return nil, err
	}
	if err := os.Chdir(request.Directory); err != nil {
		return nil, err
	}
	options, err := cli.NewProjectOptions(request.Files,
		cli.WithWorkingDirectory(request.ProjectDirectory),
		cli.WithEnvFiles(request.EnvFiles...),
		cli.WithDotEnv,
		cli.WithConfigFileEnv,
		cli.WithDefaultConfigPath,
		cli.WithEnvFiles(request.EnvFiles...),
		cli.WithDotEnv,
		cli.WithProfiles([]string{"*"}),
		cli.WithoutEnvironmentResolution,
		cli.WithoutLabelsResolution,
		cli.WithConsistency(!request.Incomplete),
	)
	if err != nil {
		return nil, err
	}
	loaded, err := options.LoadProject(context.Background())
	if err != nil {
		return nil, err
	}
	// What the command prints unless it is told otherwise: as JSON, compose-go leaves out models, and prints the mappings that nobody has given.
	text, err := loaded.MarshalYAML()
	if err != nil {
		return nil, err
	}
	return project, yaml.Unmarshal(text, &project)
}

func withoutHome(text string) string {
	return strings.ReplaceAll(text, home, "~")
}
