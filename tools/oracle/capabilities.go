package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	_ "unsafe" // for linkname

	known "github.com/containerd/containerd/v2/pkg/cap"
	"github.com/docker/docker/oci/caps"
)

type capabilitiesRequest struct {
	Add        []string `json:"add"`
	Drop       []string `json:"drop"`
	Privileged bool     `json:"privileged"`
}

type capabilitiesAnswer struct {
	// Refused are the names for which the engine refuses to create the container, privileged or not; the capabilities are then those that
	// the other names give.
	Refused      []string `json:"refused"`
	Capabilities []string `json:"capabilities"`
}

// The engine offers what the process it runs in may use, which would differ from machine to machine.
//
//go:linkname available github.com/docker/docker/oci/caps.allCaps
var available []string

//go:linkname byName github.com/docker/docker/oci/caps.knownCaps
var byName map[string]*struct{}

// offerAll makes the engine's code believe that it runs on a machine where every capability may be used.
func offerAll() {
	caps.GetAllCapabilities()
	available = known.Known()
	for _, name := range available {
		byName[name] = &struct{}{}
	}
}

// answerCapabilities asks the functions with which the engine checks the lists, and fills the bounding, permitted and effective sets of a
// container.
func answerCapabilities(line []byte) (any, error) {
	var request capabilitiesRequest
	if err := json.Unmarshal(line, &request); err != nil {
		return nil, fmt.Errorf("bad request: %w", err)
	}
	answer := capabilitiesAnswer{Refused: []string{}, Capabilities: []string{}}
	valid := func(name string) bool {
		_, err := caps.NormalizeLegacyCapabilities([]string{name})
		if err != nil {
			answer.Refused = append(answer.Refused, name)
		}
		return err == nil
	}
	add, drop := filter(request.Add, valid), filter(request.Drop, valid)
	found, err := caps.TweakCapabilities(caps.DefaultCapabilities(), add, drop, request.Privileged)
	if err != nil {
		return nil, err
	}
	for _, name := range found {
		answer.Capabilities = append(answer.Capabilities, strings.TrimPrefix(name, "CAP_"))
	}
	slices.Sort(answer.Capabilities)
	answer.Capabilities = slices.Compact(answer.Capabilities)
	return answer, nil
}

func filter(names []string, keep func(string) bool) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return !keep(name) })
}
