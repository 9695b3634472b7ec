"""Where things are in the checkout."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
STAMPS = TOOLS / "stamps"
LOGS = TOOLS / "logs"

UV = TOOLS / "uv"
NODE = TOOLS / "node"
BOT = ROOT / ".venv"
RUNTIME = ROOT / "runtime"
RUNTIME_PYTHON = RUNTIME / ".venv" / "bin" / "python"
WIDGET = ROOT / "web_widget"
WIDGET_BUILT = ROOT / "bot" / "gateway" / "static"
MODELS = ROOT / ".cache" / "models"
