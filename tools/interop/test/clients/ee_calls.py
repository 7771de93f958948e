"""Makes the calls of ee that it is told, one JSON text a line, and tells what each one did."""

import json
import sys

import ee
from google.auth.credentials import AnonymousCredentials


def jsonable(value):
    """A task as its status; anything else is JSON already."""
    if isinstance(value, list):
        return [jsonable(each) for each in value]
    return value.status() if isinstance(value, ee.batch.Task) else value


def start(export, description):
    """Starts an export of an image or a table as a script does."""
    if export == "image":
        task = ee.batch.Export.image.toDrive(ee.Image(1), description)
    else:
        task = ee.batch.Export.table.toDrive(ee.FeatureCollection("users/me/table"), description)
    task.start()
    return task.operation_name


def find(name):
    """The function of ee with a name such as data.getOperation."""
    found = ee
    for part in name.split("."):
        found = getattr(found, part)
    return found


url, project = sys.argv[1:]
ee.Initialize(credentials=AnonymousCredentials(), url=url, project=project)
for line in sys.stdin:
    name, *arguments = json.loads(line)
    function = start if name == "start" else find(name)
    try:
        answer = {"value": jsonable(function(*arguments))}
    except ee.EEException as error:
        answer = {"error": str(error)}
    print(json.dumps(answer), flush=True)
